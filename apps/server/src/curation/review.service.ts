import {
  eachInstance,
  findInstance,
  listHeader,
  listInstances,
  type StoredInstance,
} from '../archive/index.ts';
import type { Deidentification } from '../deidentification/index.ts';
import type { Imaging } from '../imaging/index.ts';
import type { Context } from '../kernel/context/index.ts';
import { transact } from '../kernel/db/index.ts';
import type { RouteProject } from '../kernel/http/index.ts';
import { problem } from '../kernel/problems/index.ts';
import { type AttributeView, attributeRows, rowsOfView } from './attribute-rows.ts';
import type { CurationDeps } from './cases.service.ts';
import { caseNotFound, originalsGone } from './curation.problems.ts';
import { type CaseRow, findCase } from './curation.repository.ts';
import { requireFreshSignIn } from './fresh-sign-in.ts';

export interface ReviewDeps extends CurationDeps {
  deidentification: Deidentification;
  imaging: Pick<Imaging, 'renderFrame'>;
}

/** The montage shows this many pictures, spread evenly, besides every flagged one. */
const montageSize = 24;
const masked = '••••••';

interface ReviewFrame {
  instanceId: string;
  frame: number;
  instanceNumber: number | null;
  flagged: boolean;
  rows: number;
  columns: number;
}

/** Texts are shown as text, in whichever of the two usual encodings they are; other values by their length. */
function originalText(vr: string, bytes: Uint8Array, byteLength: number): string {
  if (['OB', 'OW', 'OD', 'OF', 'OL', 'OV', 'UN', 'US', 'SS', 'UL', 'SL', 'FL', 'FD', 'AT'].includes(vr))
    return `${byteLength} bytes`;
  const buffer = Buffer.from(bytes);
  const text = buffer.toString('utf8').includes('\uFFFD')
    ? buffer.toString('latin1')
    : buffer.toString('utf8');
  return text.replace(/[\0 ]+$/, '') + (byteLength > bytes.length ? '…' : '');
}

/** What a reviewer looks at: attributes before and after, pictures, and with the right to it original values. */
export function createReview({ db, clock, audit, archive, deidentification, imaging, config }: ReviewDeps) {
  async function open(project: RouteProject, caseId: string): Promise<CaseRow> {
    const row = await findCase(db, project.id, caseId);
    if (row === undefined) throw problem(caseNotFound);
    return row;
  }

  const visibility = (row: CaseRow) =>
    ({ kind: 'intake', projectId: row.projectId, intakeId: row.intakeId }) as const;

  async function instanceOf(row: CaseRow, instanceId: string | undefined): Promise<StoredInstance> {
    const found =
      instanceId === undefined
        ? (await listInstances(db, visibility(row), { intakeId: row.intakeId }, { limit: 1 }))[0]
        : await findInstance(db, visibility(row), instanceId);
    if (found === undefined) throw problem(caseNotFound, { detail: 'The case has no such instance.' });
    return found;
  }

  /** The attributes of an instance: what changed, what was kept, by which rule. Before-values are masked. */
  async function attributes(
    project: RouteProject,
    caseId: string,
    instanceId: string | undefined,
    view: AttributeView,
  ) {
    const row = await open(project, caseId);
    const instance = await instanceOf(row, instanceId);
    const { dataSet } = await archive.reader.header(instance);
    const report = await deidentification.readReport(instance.reportSha256);
    const rows = attributeRows(report?.entries ?? [], listHeader(dataSet));
    const changed = rows.filter((one) => one.change !== 'kept').length;
    return {
      instanceId: instance.id,
      instanceNumber: instance.instanceNumber,
      rows: rowsOfView(rows, view).map((one) => ({
        ...one,
        beforeMasked: one.change === 'kept' || one.change === 'added' ? null : masked,
      })),
      counts: {
        changed,
        kept: rows.length - changed,
        toCheck: rows.filter((one) => one.toCheck).length,
        all: rows.length,
      },
    };
  }

  /**
   * The original values of an instance. Recorded before they are shown; from a session only after a fresh sign-in.
   * @throws signInAgain, originalsGone
   */
  async function reveal(
    ctx: Context,
    project: RouteProject,
    caseId: string,
    instanceId: string,
    reason: string,
  ) {
    const row = await open(project, caseId);
    const instance = await instanceOf(row, instanceId);
    requireFreshSignIn(ctx, clock, config.freshSignInMs);
    const sealed = await db
      .selectFrom('archive.original')
      .select('sealed')
      .where('instance_id', '=', instance.id)
      .executeTakeFirst();
    await transact(db, (trx) =>
      audit.record(trx, ctx, {
        action: 'R',
        type: 'curation.originals.revealed',
        projectId: project.id,
        object: { kind: 'instance', id: instance.id },
        related: [
          { kind: 'case', id: caseId },
          { kind: 'series', id: row.seriesId },
        ],
        outcome: sealed === undefined ? 4 : 0,
        reason,
      }),
    );
    if (sealed === undefined)
      throw problem(originalsGone, { detail: 'The project keeps them until the decision, or not at all.' });
    const values = await deidentification.openOriginals({
      projectId: project.id,
      instanceId: instance.id,
      sealed: sealed.sealed,
    });
    return values.map(({ path, vr, bytes, byteLength }) => ({
      path,
      before: originalText(vr, bytes, byteLength),
    }));
  }

  function flaggedInstances(row: CaseRow): Set<string> {
    return new Set(
      row.findings.filter((one) => one.severity === 'high').flatMap((one) => one.instanceIds ?? []),
    );
  }

  /** All frames in order with those that findings point at; `montage` thins the rest out evenly. */
  async function frames(project: RouteProject, caseId: string, montage: boolean) {
    const row = await open(project, caseId);
    const flagged = flaggedInstances(row);
    const isEveryFlagged = flagged.size >= row.instanceCount;
    const all: ReviewFrame[] = [];
    for await (const { id, frameCount, instanceNumber, rows, columns } of eachInstance(db, visibility(row), {
      intakeId: row.intakeId,
    })) {
      if (rows === null || columns === null) continue;
      for (let frame = 1; frame <= frameCount && all.length < 100_000; frame++)
        all.push({ instanceId: id, frame, instanceNumber, flagged: flagged.has(id), rows, columns });
    }
    if (!montage || all.length <= montageSize) return { frames: all, total: all.length };
    const step = all.length / montageSize;
    const chosen = new Set(
      Array.from({ length: montageSize }, (_, index) => Math.floor((index + 0.5) * step)),
    );
    const kept = all.filter(
      (one, index) => chosen.has(index) || (one.flagged && !isEveryFlagged && one.frame === 1),
    );
    return { frames: kept.slice(0, 200), total: all.length };
  }

  /** A picture of a frame under review. */
  async function renderFrame(
    project: RouteProject,
    caseId: string,
    instanceId: string,
    frame: number,
    options: Parameters<typeof imaging.renderFrame>[2],
  ) {
    const row = await open(project, caseId);
    return imaging.renderFrame(await instanceOf(row, instanceId), frame, options);
  }

  async function instances(project: RouteProject, caseId: string) {
    const row = await open(project, caseId);
    const found = await listInstances(db, visibility(row), { intakeId: row.intakeId }, { limit: 500 });
    return found.map(({ id, instanceNumber }) => ({ id, instanceNumber }));
  }

  return { attributes, reveal, frames, renderFrame, instances };
}

export type Review = ReturnType<typeof createReview>;
