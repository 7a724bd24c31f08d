import type { Readable } from 'node:stream';
import type { DicomJson } from '@pesscara/dicom';
import type { Archive } from '../archive/index.ts';
import type { Context } from '../kernel/context/index.ts';
import type { ProjectId } from '../kernel/ids/index.ts';

type Archived = Pick<Archive, 'associations' | 'uploads' | 'open'>;

/** PS3.18 Table 10.5.3-1 and PS3.4 B.2.3: what a refusal is called. */
export const failureReason = {
  malformed: 0xc000, // cannot understand
  'too-large': 0xa700, // out of resources
  'out-of-resources': 0xa700,
  'does-not-match-command': 0xa900, // data set does not match SOP class
  'consent-withdrawn': 0x0124, // not authorized
  aborted: 0x0110, // processing failure
} as const;

/** PS3.18 Table 10.5.3-1: kept, but with a difference from what was sent. */
const coercionOfDataElements = 0xb000;

export interface StowAnswer {
  status: 200 | 202 | 409;
  body: DicomJson;
}

interface StoredItem {
  sopClassUid: string | undefined;
  sopInstanceUid: string | undefined;
  warning?: number;
  failure?: number;
}

function item({ sopClassUid, sopInstanceUid, warning, failure }: StoredItem): DicomJson {
  return {
    '00081150': { vr: 'UI', ...(sopClassUid === undefined ? {} : { Value: [sopClassUid] }) },
    '00081155': { vr: 'UI', ...(sopInstanceUid === undefined ? {} : { Value: [sopInstanceUid] }) },
    ...(warning === undefined ? {} : { '00081196': { vr: 'US', Value: [warning] } }),
    ...(failure === undefined ? {} : { '00081197': { vr: 'US', Value: [failure] } }),
  };
}

/** The answer to a store request (PS3.18 10.5.3): 200 all kept, 202 some, 409 none. */
export function stowAnswer(items: readonly StoredItem[], retrieveUrl: string): StowAnswer {
  const failed = items.filter((one) => one.failure !== undefined);
  const kept = items.filter((one) => one.failure === undefined);
  const body: DicomJson = { '00081190': { vr: 'UR', Value: [retrieveUrl] } };
  if (failed.length > 0) body['00081198'] = { vr: 'SQ', Value: failed.map(item) };
  if (kept.length > 0) body['00081199'] = { vr: 'SQ', Value: kept.map(item) };
  const hasWarning = kept.some((one) => one.warning !== undefined);
  const status = kept.length === 0 ? 409 : failed.length > 0 || hasWarning ? 202 : 200;
  return { status, body };
}

/** Stores what a client POSTs (STOW-RS). */
export function createStow({ associations, uploads }: Archived) {
  return async (
    ctx: Context,
    projectId: ProjectId,
    body: Readable,
    contentType: string,
    retrieveUrl: string,
    studyInstanceUid?: string,
  ) => {
    const association = await associations.begin(
      { channel: 'stow', accountId: ctx.actor.id, address: ctx.actor.address },
      { projectId, expectedStudyInstanceUid: studyInstanceUid },
    );
    try {
      const results = await uploads.receive(association, body, contentType);
      await association.end('finished');
      const items = results.map(({ outcome, refusal, sopClassUid, sopInstanceUid }): StoredItem => {
        const names = { sopClassUid, sopInstanceUid };
        if (outcome === 'refused' || outcome === 'ignored')
          return { ...names, failure: failureReason[refusal ?? 'malformed'] };
        return outcome === 'held' ? { ...names, warning: coercionOfDataElements } : names;
      });
      return stowAnswer(items, retrieveUrl);
    } catch (error) {
      await association.end('failed');
      throw error;
    }
  };
}

export type Stow = ReturnType<typeof createStow>;
