import { restoreOriginals } from '@pesscara/deidentification';
import { firstText } from '@pesscara/dicom';
import {
  findInstance,
  listHeader,
  listInstances,
  type StoredInstance,
  type Visibility,
} from '../../archive/index.ts';
import type { BenchResult, PreviewedProfile } from '../../deidentification/index.ts';
import type { Context } from '../../kernel/context/index.ts';
import { transact } from '../../kernel/db/index.ts';
import type { RouteProject } from '../../kernel/http/index.ts';
import { forbidden, problem } from '../../kernel/problems/index.ts';
import { caseNotFound, nothingToPreview, originalsGone } from '../curation.problems.ts';
import { findCase } from '../curation.repository.ts';
import { requireFreshSignIn } from '../fresh-sign-in.ts';
import type { ReviewDeps } from '../review.service.ts';
import { maskRows } from './preview-mask.ts';

export interface PreviewRequest {
  /** A released series, or a case of quarantine. */
  seriesId?: string | undefined;
  caseId?: string | undefined;
  instanceId?: string | undefined;
  /** A version, or a document with the name that it would be saved under. */
  profileId?: string | undefined;
  document?: Record<string, unknown> | undefined;
  /** Why original values are to be shown; undefined: they are masked. */
  reveal?: { reason: string } | undefined;
}

type ShownRow = Extract<BenchResult, { kind: 'previewed' }>['rows'][number] & { masked: boolean };

export interface ProfilePreview {
  instanceId: string;
  instanceNumber: number | null;
  /** `originals`: the object as it arrived. `stored`: as the archive has it, because originals are not kept. */
  basis: 'originals' | 'stored';
  revealed: boolean;
  result:
    | Exclude<BenchResult, { kind: 'previewed' }>
    | (Omit<Extract<BenchResult, { kind: 'previewed' }>, 'rows'> & { rows: ShownRow[] });
}

/** What a profile would make of images that are here already. Nothing is changed or kept. */
export function createProfilePreview({ db, clock, audit, archive, deidentification, config }: ReviewDeps) {
  async function visibilityOf(project: RouteProject, { caseId }: PreviewRequest): Promise<Visibility> {
    if (caseId === undefined) return { kind: 'released', projectId: project.id };
    if (!project.permissions.has('quarantine:review'))
      throw problem(forbidden, { detail: 'Images in quarantine are for those who review them.' });
    const found = await findCase(db, project.id, caseId);
    if (found === undefined) throw problem(caseNotFound);
    return { kind: 'intake', projectId: project.id, intakeId: found.intakeId };
  }

  async function instanceOf(project: RouteProject, request: PreviewRequest): Promise<StoredInstance> {
    const { seriesId, instanceId } = request;
    const visibility = await visibilityOf(project, request);
    const filter = visibility.kind === 'intake' ? { intakeId: visibility.intakeId } : { seriesId };
    const found =
      instanceId === undefined
        ? (await listInstances(db, visibility, filter, { limit: 1 }))[0]
        : await findInstance(db, visibility, instanceId);
    if (found === undefined) throw problem(nothingToPreview);
    return found;
  }

  async function profileOf({ profileId, document }: PreviewRequest): Promise<PreviewedProfile> {
    if (document !== undefined)
      return { kind: 'rules', document: deidentification.bench.profileOf(document) };
    return deidentification.previewedProfile(
      profileId ?? (await deidentification.profiles.defaultProfileId()),
    );
  }

  async function recordReveal(
    ctx: Context,
    project: RouteProject,
    instance: StoredInstance,
    { reason, outcome }: { reason: string; outcome: 0 | 4 },
  ): Promise<void> {
    await transact(db, (trx) =>
      audit.record(trx, ctx, {
        action: 'R',
        type: 'curation.preview.revealed',
        projectId: project.id,
        object: { kind: 'instance', id: instance.id },
        related: [{ kind: 'series', id: instance.seriesId }],
        outcome,
        reason,
      }),
    );
  }

  /** The right to original values, asked and recorded before any is read. @throws signInAgain, originalsGone, forbidden */
  async function allowReveal(
    ctx: Context,
    project: RouteProject,
    instance: StoredInstance,
    reveal: { reason: string },
    isKept: boolean,
  ): Promise<void> {
    if (!project.permissions.has('quarantine:reveal'))
      throw problem(forbidden, { detail: 'Original values are for honest brokers.' });
    requireFreshSignIn(ctx, clock, config.freshSignInMs);
    await recordReveal(ctx, project, instance, { reason: reveal.reason, outcome: isKept ? 0 : 4 });
    if (!isKept)
      throw problem(originalsGone, { detail: 'The project keeps them until the decision, or not at all.' });
  }

  async function sealedOriginals(instance: StoredInstance): Promise<Buffer | undefined> {
    const row = await db
      .selectFrom('archive.original')
      .select('sealed')
      .where('instance_id', '=', instance.id)
      .executeTakeFirst();
    return row?.sealed;
  }

  return async function preview(
    ctx: Context,
    project: RouteProject,
    request: PreviewRequest,
  ): Promise<ProfilePreview> {
    const { reveal } = request;
    const profile = await profileOf(request);
    const instance = await instanceOf(project, request);
    const sealed = await sealedOriginals(instance);
    if (reveal !== undefined) await allowReveal(ctx, project, instance, reveal, sealed !== undefined);
    const { dataSet: header } = await archive.reader.header(instance);
    const code = firstText(header, 'PatientID') ?? '';
    const stored = new Map(listHeader(header).map(({ path, value }) => [path, value]));
    const { id: instanceId, sopClassUid } = instance;
    const originals =
      sealed === undefined
        ? []
        : await deidentification.openOriginals({ projectId: project.id, instanceId, sealed });
    // Without them it stays an output of the project: its UIDs and dates are not treated twice.
    if (sealed !== undefined) restoreOriginals(header, originals);
    const result = await deidentification.previewInProject(project.id, {
      header,
      profile,
      code,
      sopClassUid,
    });
    const paths = new Set(reveal === undefined ? originals.map(({ path }) => path) : []);
    return {
      instanceId,
      instanceNumber: instance.instanceNumber,
      basis: sealed === undefined ? 'stored' : 'originals',
      revealed: reveal !== undefined,
      result:
        result.kind === 'previewed'
          ? {
              ...result,
              rows: maskRows(result.rows, paths, stored, reveal !== undefined || sealed === undefined),
            }
          : result,
    };
  };
}

export type PreviewProfile = ReturnType<typeof createProfilePreview>;
