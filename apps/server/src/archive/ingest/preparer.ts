import { type DataSet, firstText, tagOf } from '@pesscara/dicom';
import type { Deidentification, RecordedFinding } from '../../deidentification/index.ts';
import type { ProjectId } from '../../kernel/ids/index.ts';
import type { Routing } from '../routing/routing.service.ts';
import type { ArrivalSource } from './arrived-instance.ts';

/** The decision on a header: where it goes and what it became, why it is held, or that its patient withdrew consent. */
export type Prepared =
  | {
      kind: 'ready';
      projectId: ProjectId;
      profileId: string;
      routeVersion: number | null;
      tags: readonly string[];
      centre: string | null;
      subjectCode: string;
      dataSet: DataSet;
      sopClassUid: string;
      sopInstanceUid: string;
      studyInstanceUid: string;
      seriesInstanceUid: string;
      report: unknown;
      reportSha256: Buffer;
      originalHeaderHmac: Buffer;
      sealedOriginals: Buffer | null;
      findings: readonly RecordedFinding[];
    }
  | { kind: 'held'; reason: string; detail: string }
  | { kind: 'withdrawn' };

export interface PrepareInput {
  source: ArrivalSource;
  header: DataSet;
  instanceId: string;
  sopClassUid: string | undefined;
}

export type Preparer = (input: PrepareInput) => Promise<Prepared>;

interface Destination {
  projectId: ProjectId;
  profileId: string | null;
  routeVersion: number | null;
  tags: readonly string[];
  centre: string | null;
}

function held(reason: string, detail: string): Prepared {
  return { kind: 'held', reason, detail };
}

/** Routes a header and has it de-identified. Everything unclear is held: nothing passes uncleaned. */
export function createPreparer(deps: { routing: Routing; deidentification: Deidentification }): Preparer {
  async function destination({ source, header }: PrepareInput): Promise<Destination | undefined> {
    if (source.projectId !== undefined)
      return {
        projectId: source.projectId,
        profileId: source.routed?.profileId ?? null,
        routeVersion: null,
        tags: source.routed?.tags ?? [],
        centre: source.routed?.centre ?? null,
      };
    return deps.routing.match({
      callingAe: source.callingAe,
      calledAe: source.calledAe,
      address: source.address,
      attribute: (keyword) => {
        const tag = tagOf(keyword);
        return tag === undefined ? undefined : firstText(header, tag);
      },
    });
  }

  return async (input) => {
    const to = await destination(input);
    if (to === undefined) return held('no-route', 'No route matches this sender and object.');
    const { header, instanceId } = input;
    const sopClassUid = firstText(header, 'SOPClassUID') ?? input.sopClassUid;
    if (sopClassUid === undefined || sopClassUid === '') return held('malformed', 'It names no SOP class.');
    const result = await deps.deidentification.deidentify(header, {
      projectId: to.projectId,
      profileId: to.profileId,
      instanceId,
      sopClassUid,
    });
    if (result.kind === 'held' || result.kind === 'withdrawn') return result;
    return { ...result, kind: 'ready', sopClassUid, ...to, profileId: result.profileId };
  };
}
