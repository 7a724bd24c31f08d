import type { z } from 'zod';
import type { Context } from '../kernel/context/index.ts';
import type { RouteProject } from '../kernel/http/index.ts';
import { problem } from '../kernel/problems/index.ts';
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
import { answersOf, findingOnWire } from './finding-words.ts';
import { countReleased } from './released/released.repository.ts';
import { isSearched } from './searched.ts';
import { needsReason, whyNot, worstSeverity } from './verdict.ts';

type Summary = z.input<typeof caseSummary>;

/** The queue of review and its cases, as the page shows them. */
export function createQueue({ db, accounts, projects, defacing, pixels, leaks, config }: CurationDeps) {
  /** What stands in the way of everybody's approval at this moment. */
  async function obstacleOf(row: CaseRow): Promise<string | null> {
    const { state, intakeId } = row;
    if (state !== 'open' && state !== 'first-approved') return null;
    const untreated = (await defacing.obstacle(db, intakeId)) ?? (await pixels.obstacle(db, intakeId));
    if (untreated !== null) return untreated;
    return (await isSearched(leaks, db, row)) ? null : leakSearchRuns;
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
    const answers = answersOf(await defacing.standing(row.intakeId));
    const policy = policyOf(project.settings);
    const why = whyNot(facts, policy, ctx.actor.id) ?? (await obstacleOf(row));
    return {
      ...summary(row, names),
      findings: row.findings.map((finding) => ({
        ...findingOnWire(finding),
        answer: answers.get(finding.code) ?? null,
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
    const ids = reviewed.map((project) => project.id);
    const [open, released] = await Promise.all([countOpen(db, ids), countReleased(db, ids)]);
    return reviewed.map((project) => ({
      projectKey: project.key,
      projectName: project.name,
      open: open.get(project.id) ?? 0,
      releasedFindings: released.get(project.id) ?? 0,
    }));
  }

  return { list, detail, mine };
}

export type Queue = ReturnType<typeof createQueue>;
