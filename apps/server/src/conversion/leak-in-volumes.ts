import type { Leaks } from '../leaks/index.ts';
import type { ConversionResult, ConvertedVolume } from './convert-series.ts';

type Failure = Exclude<ConversionResult, { kind: 'converted' }>;

/**
 * Looks for the patient in volumes and their sidecars before anybody can download them. What is found is not kept: the
 * converter's choice of fields is at fault then, and no reviewer has seen these files.
 */
export async function leakInVolumes(
  leaks: Pick<Leaks, 'checkFiles'>,
  { projectId, seriesId }: { projectId: string; seriesId: string },
  volumes: readonly ConvertedVolume[],
): Promise<Failure | undefined> {
  const files = [];
  for (const { name, head, sidecar, gradients } of volumes) {
    files.push({ name: `${name}.nii.gz`, niftiHead: await head(), json: JSON.stringify(sidecar) });
    if (gradients !== undefined)
      files.push({ name: `${name}.bval`, text: `${gradients.bval}\n${gradients.bvec}` });
  }
  const findings = await leaks.checkFiles(projectId, seriesId, files);
  const worst = findings.find(({ severity }) => severity === 'high');
  return worst === undefined
    ? undefined
    : {
        kind: 'failed',
        reason: 'identifier-found',
        message: `The volume was made and not kept: an identifier of the patient (${worst.kind}) is in ${worst.path}.`,
      };
}
