import type { z } from 'zod';
import type { Context } from '../../kernel/context/index.ts';
import { type Trx, transact } from '../../kernel/db/index.ts';
import type { RouteProject } from '../../kernel/http/index.ts';
import { problem } from '../../kernel/problems/index.ts';
import { intakeChecked } from '../../leaks/leaks.events.ts';
import type { CurationDeps } from '../cases.service.ts';
import { releasedFindingsChanged } from '../curation.events.ts';
import { caseNotFound, caseStale, notOpen, reasonNeeded, reviewerNotAllowed } from '../curation.problems.ts';
import { findCaseOfIntake, lockCase, type StoredFinding } from '../curation.repository.ts';
import { policyOf } from '../decisions.service.ts';
import { findingOnWire } from '../finding-words.ts';
import {
  countReleased,
  findReleased,
  listReleased,
  type ReleasedRow,
  raiseReleased,
  settleReleased,
} from './released.repository.ts';
import type { releasedBody, releasedFindings, releasedPage, releasedQuery } from './released.schema.ts';
import {
  afterVerdict,
  isUndecided,
  type ReleasedState,
  takesTwo,
  unreviewed,
  whyNotAcknowledge,
  whyNotWithdraw,
} from './released-verdict.ts';
import { createWithdrawal } from './withdrawal.ts';

type Body = z.output<typeof releasedBody>;

/** Equal for the same findings, in whatever order. */
const placesOf = (findings: readonly StoredFinding[]) =>
  findings
    .map(({ code, severity, path = '' }) => `${code} ${severity} ${path}`)
    .sort()
    .join('\n');

/** What is found in series after their release: told to reviewers, who let it stay or send it back. */
export function createReleasedFindings(deps: CurationDeps) {
  const { db, clock, audit, events, accounts, archive, leaks } = deps;
  const withdraw = createWithdrawal(deps);

  async function tell(
    trx: Trx,
    ctx: Context,
    row: Pick<ReleasedRow, 'caseId' | 'projectId' | 'seriesId'>,
    state: ReleasedState,
  ): Promise<void> {
    const { caseId, projectId, seriesId } = row;
    const subject = { kind: 'series', id: seriesId };
    await events.publish(trx, releasedFindingsChanged, {
      ctx,
      projectId,
      subject,
      data: { caseId, seriesId, state },
    });
  }

  async function raise(
    trx: Trx,
    ctx: Context,
    place: Pick<ReleasedRow, 'caseId' | 'projectId' | 'seriesId'>,
    findings: readonly StoredFinding[],
  ): Promise<void> {
    await raiseReleased(trx, { ...place, findings, now: clock.now() });
    const count = (severity: string) => findings.filter((one) => one.severity === severity).length;
    await audit.record(trx, ctx, {
      action: 'E',
      type: 'curation.released-findings.raised',
      outcome: 4,
      projectId: place.projectId,
      object: { kind: 'case', id: place.caseId },
      related: [{ kind: 'series', id: place.seriesId }],
      after: { high: count('high'), medium: count('medium') },
    });
    await tell(trx, ctx, place, 'open');
  }

  /** Compares what is there now with what was looked at before the release. */
  async function look(trx: Trx, ctx: Context, intakeId: string): Promise<void> {
    const row = await findCaseOfIntake(trx, intakeId);
    if (row?.state !== 'released') return;
    const standing = await leaks.standing(trx, intakeId);
    // Replaced again meanwhile: the next search tells of that.
    if (!standing.isCurrent) return;
    const found = (await archive.intakes.findingsNow(trx, intakeId)) as StoredFinding[];
    const fresh = unreviewed(row.findings, [...found, ...standing.findings]);
    const known = await findReleased(trx, row.id);
    const place = { caseId: row.id, projectId: row.projectId, seriesId: row.seriesId };
    if (fresh.length > 0) {
      const isSettled = known !== undefined && (isUndecided(known) || known.state === 'acknowledged');
      if (!(isSettled && placesOf(known.findings) === placesOf(fresh))) await raise(trx, ctx, place, fresh);
    } else if (known !== undefined && isUndecided(known)) {
      await settleReleased(trx, row.id, { state: 'gone', by: null, reason: null, now: clock.now() });
      await tell(trx, ctx, place, 'gone');
    }
  }

  events.subscribe(intakeChecked, 'curation.look-at-released', (trx, { data }, ctx) =>
    look(trx, ctx, data.intakeId),
  );

  function wire(
    row: ReleasedRow,
    names: Map<string, { displayName: string }>,
    why: string | null,
  ): z.input<typeof releasedFindings> {
    const nameOf = (id: string | null) => (id === null ? null : (names.get(id)?.displayName ?? ''));
    const { intakeId: _intake, projectId: _project, importerId: _importer, ...shown } = row;
    const { firstBy, decidedBy, isMoreUndecided: _more, ...rest } = shown;
    return {
      ...rest,
      foundAt: row.foundAt.toISOString(),
      findings: row.findings.map(findingOnWire),
      takesTwo: takesTwo(row),
      why,
      whyNotWithdraw: whyNotWithdraw(row),
      firstByName: nameOf(firstBy),
      decidedByName: nameOf(decidedBy),
      decidedAt: row.decidedAt?.toISOString() ?? null,
    };
  }

  async function shown(ctx: Context, project: RouteProject, rows: readonly ReleasedRow[]) {
    const ids = rows.flatMap(({ firstBy, decidedBy }) => [firstBy, decidedBy]).filter((id) => id !== null);
    const names = await accounts.namesOf(db, ids);
    const policy = policyOf(project.settings);
    return rows.map((row) => wire(row, names, whyNotAcknowledge(row, policy, ctx.actor.id)));
  }

  async function list(
    ctx: Context,
    project: RouteProject,
    query: z.output<typeof releasedQuery>,
  ): Promise<z.input<typeof releasedPage>> {
    const { items, nextCursor } = await listReleased(db, { projectId: project.id, ...query });
    const counts = await countReleased(db, [project.id]);
    return {
      items: await shown(ctx, project, items),
      nextCursor,
      openCount: counts.get(project.id) ?? 0,
    };
  }

  /** @throws caseNotFound, caseStale, notOpen, reasonNeeded, reviewerNotAllowed */
  async function checked(trx: Trx, ctx: Context, project: RouteProject, caseId: string, body: Body) {
    // The case is what both this and the next search lock.
    const lockedCase = await lockCase(trx, project.id, caseId);
    const row = lockedCase === undefined ? undefined : await findReleased(trx, caseId);
    if (lockedCase === undefined || row === undefined) throw problem(caseNotFound);
    if (row.version !== body.version)
      throw problem(caseStale, { detail: 'Something else was found, or another reviewer was here.' });
    const state = afterVerdict(row, body.verdict);
    if (state === undefined) throw problem(notOpen, { detail: 'It is decided. Load it again.' });
    const why =
      body.verdict === 'acknowledge'
        ? whyNotAcknowledge(row, policyOf(project.settings), ctx.actor.id)
        : null;
    if (why !== null) throw problem(reviewerNotAllowed, { detail: why });
    if (body.verdict !== 'reopen' && (body.reason ?? '').length < 3)
      throw problem(reasonNeeded, {
        detail: 'Say why it may stay released, or why it may not.',
        errors: [{ pointer: '/body/reason', detail: 'is needed' }],
      });
    return { lockedCase, row, state };
  }

  /** A reviewer's decision. @throws what `checked` throws, and notWithdrawable */
  async function decide(ctx: Context, project: RouteProject, caseId: string, body: Body) {
    await transact(db, async (trx) => {
      const { lockedCase, row, state } = await checked(trx, ctx, project, caseId, body);
      const reason = body.reason ?? null;
      if (state === 'withdrawn') await withdraw(trx, ctx, lockedCase, { findings: row.findings, reason });
      const by = state === 'open' ? null : ctx.actor.id;
      await settleReleased(trx, caseId, { state, by, reason, now: clock.now() });
      await audit.record(trx, ctx, {
        action: 'U',
        type: 'curation.released-findings.decided',
        projectId: project.id,
        object: { kind: 'case', id: caseId },
        related: [{ kind: 'series', id: row.seriesId }],
        before: { state: row.state },
        after: { state, findings: row.findings.length },
        reason,
      });
      await tell(trx, ctx, row, state);
    });
    const row = await findReleased(db, caseId);
    const [item] = row === undefined ? [] : await shown(ctx, project, [row]);
    if (item === undefined) throw problem(caseNotFound);
    return item;
  }

  return {
    list,
    decide,
    /** How much waits for a decision in these projects. */
    count: (projectIds: readonly string[]) => countReleased(db, projectIds),
  };
}

export type ReleasedFindings = ReturnType<typeof createReleasedFindings>;
