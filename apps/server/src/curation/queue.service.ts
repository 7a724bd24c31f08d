import { findingKinds } from '@pesscara/deidentification';
import type { z } from 'zod';
import type { Context } from '../kernel/context/index.ts';
import type { RouteProject } from '../kernel/http/index.ts';
import { problem } from '../kernel/problems/index.ts';
import { leakTitle, stopsRelease } from '../leaks/index.ts';
import type { CurationDeps } from './cases.service.ts';
import { caseNotFound } from './curation.problems.ts';
import {
  type CaseRow,
  countCases,
  countOpen,
  findCase,
  listCases,
  listDecisions,
  nextCaseId,
  type QueueFilter,
} from './curation.repository.ts';
import type { caseDetail, caseSummary, queue } from './curation.schema.ts';
import { factsOf, leakSearchRuns, policyOf } from './decisions.service.ts';
import { needsReason, whyNot, worstSeverity } from './verdict.ts';

type Summary = z.input<typeof caseSummary>;

/** The first sentence of what a finding means: its title on the page. */
function titleOf(code: string): string {
  if (code === 'identity-in-pixels') return 'The patient’s own text is in the pixels';
  if (code === 'text-in-pixels') return 'There is text in the pixels';
  if (code === 'mask-failed') return 'A mask could not be applied';
  if (code === 'text-sampled') return 'Not every frame was searched for text';
  if (code === 'uid-conflict') return 'Another instance has the same UID';
  const leak = leakTitle(code);
  if (leak !== undefined) return leak;
  const kind = (findingKinds as Record<string, readonly [string, string]>)[code];
  return kind?.[1].split(/[.:;]/)[0] ?? code;
}

/** The queue of review and its cases, as the page shows them. */
export function createQueue({ db, accounts, projects, defacing, pixels, leaks, config }: CurationDeps) {
  /** What stands in the way of everybody's approval, for now. */
  async function obstacleOf({ state, intakeId }: CaseRow): Promise<string | null> {
    if (state !== 'open' && state !== 'first-approved') return null;
    const untreated = (await defacing.obstacle(db, intakeId)) ?? (await pixels.obstacle(db, intakeId));
    if (untreated !== null) return untreated;
    return (await leaks.standing(db, intakeId)).isCurrent ? null : leakSearchRuns;
  }

  function summary(row: CaseRow, names: Map<string, { displayName: string }>): Summary {
    return {
      ...row,
      importerName: row.importerId === null ? null : (names.get(row.importerId)?.displayName ?? null),
      openedAt: row.openedAt.toISOString(),
      decidedAt: row.decidedAt?.toISOString() ?? null,
      effectiveAt: row.effectiveAt?.toISOString() ?? null,
      findingCount: row.findings.filter((finding) => finding.severity !== 'low').length,
      worstSeverity: worstSeverity(row.findings),
    };
  }

  const idsOf = (rows: readonly CaseRow[]) =>
    rows.flatMap((row) => (row.importerId === null ? [] : [row.importerId]));

  async function list(filter: QueueFilter): Promise<z.input<typeof queue>> {
    const { items, nextCursor } = await listCases(db, filter);
    const counts = await countCases(db, filter.projectId);
    const names = await accounts.namesOf(db, idsOf(items));
    return {
      items: items.map((row) => summary(row, names)),
      nextCursor,
      counts: {
        open: counts['open'] ?? 0,
        firstApproved: counts['first-approved'] ?? 0,
        approved: counts['approved'] ?? 0,
        rejected: counts['rejected'] ?? 0,
        released: counts['released'] ?? 0,
        discarded: counts['discarded'] ?? 0,
      },
    };
  }

  async function more(row: CaseRow) {
    return db
      .selectFrom('archive.intake as k')
      .innerJoin('catalogue.series as s', 's.id', 'k.series_id')
      .leftJoin('deidentification.profile as p', 'p.id', 'k.profile_id')
      .select([
        'p.name as profileName',
        'p.version as profileVersion',
        's.study_date as studyDate',
        'k.tags',
        'k.centre',
        's.normalised_name as normalisedName',
      ])
      .where('k.id', '=', row.intakeId)
      .executeTakeFirstOrThrow();
  }

  async function detail(
    ctx: Context,
    project: RouteProject,
    id: string,
  ): Promise<z.input<typeof caseDetail>> {
    const row = await findCase(db, project.id, id);
    if (row === undefined) throw problem(caseNotFound);
    const [extra, decisions, facts, next] = await Promise.all([
      more(row),
      listDecisions(db, id),
      factsOf(db, row),
      nextCaseId(db, project.id, id),
    ]);
    const names = await accounts.namesOf(db, [
      ...idsOf([row]),
      ...decisions.map((decision) => decision.accountId),
    ]);
    const policy = policyOf(project.settings);
    const why = whyNot(facts, policy, ctx.actor.id) ?? (await obstacleOf(row));
    return {
      ...summary(row, names),
      findings: row.findings.map((finding) => ({
        code: finding.code,
        severity: finding.severity,
        title: titleOf(finding.code),
        detail: finding.detail ?? '',
        count: finding.count,
        path: finding.path ?? null,
        instanceIds: finding.instanceIds ?? [],
        stopsRelease: stopsRelease(finding),
      })),
      profile:
        extra.profileName === null || extra.profileVersion === null
          ? null
          : { name: extra.profileName, version: extra.profileVersion },
      studyDate: extra.studyDate,
      tags: extra.tags,
      centre: extra.centre,
      normalisedName: extra.normalisedName,
      policy: {
        mayApprove: why === null,
        why,
        secondReviewer: policy.secondReviewer || facts.isStopped,
        isStopped: facts.isStopped,
        reasonNeeded: needsReason(facts),
        undoMs: config.undoMs,
      },
      decisions: decisions.map(({ verdict, reasonCode, reason, accountId, decidedAt }) => ({
        verdict,
        reasonCode,
        reason,
        byName: names.get(accountId)?.displayName ?? '',
        decidedAt: decidedAt.toISOString(),
      })),
      next,
    };
  }

  /** Open cases in the projects where the actor reviews. */
  async function mine(ctx: Context) {
    const reviewed = await projects.listProjects(ctx, 'quarantine:review');
    const open = await countOpen(
      db,
      reviewed.map((project) => project.id),
    );
    return reviewed.map((project) => ({
      projectKey: project.key,
      projectName: project.name,
      open: open.get(project.id) ?? 0,
    }));
  }

  return { list, detail, mine };
}

export type Queue = ReturnType<typeof createQueue>;
