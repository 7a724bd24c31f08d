import type { Audit } from '../audit/index.ts';
import type { Crosswalk, RevealPurpose } from '../deidentification/index.ts';
import { type Clock, later } from '../kernel/clock/index.ts';
import type { Context } from '../kernel/context/index.ts';
import { type Database, transact } from '../kernel/db/index.ts';
import type { RouteProject } from '../kernel/http/index.ts';
import { problem } from '../kernel/problems/index.ts';
import { revealLimitReached, signInAgain, subjectNotFound } from './identity.problems.ts';

export interface RevealDeps {
  db: Database;
  clock: Clock;
  audit: Audit;
  crosswalk: Pick<Crosswalk, 'desk'>;
  config: { revealHourlyLimit: number; revealFreshSignInMs: number };
}

export interface RevealOrder {
  code: string;
  purpose: RevealPurpose;
  reason: string;
}

/** A token was left somewhere in a file; a session belongs to a person who sits there now. @throws signInAgain */
export function requireFreshSession({ actor }: Context, clock: Clock, freshMs: number): void {
  const { authenticatedAt, sessionId } = actor;
  const isFresh =
    sessionId !== undefined && authenticatedAt !== undefined && later(authenticatedAt, freshMs) > clock.now();
  if (!isFresh)
    throw problem(signInAgain, {
      detail:
        'This takes a session whose password was given within five minutes: POST /sessions/current/authentication. A token does not do.',
    });
}

/** The desk of the honest broker: finds subjects, and says who one is. */
export function createReveal({ db, clock, audit, crosswalk, config }: RevealDeps) {
  async function subjectOf(projectId: string, code: string) {
    const subject = await crosswalk.desk.find(projectId, code);
    if (subject === undefined) throw problem(subjectNotFound);
    return subject;
  }

  // Its entries belong to the subject's history in the catalogue, where it has one. Served by subject_project_code_unique.
  async function historyObject(projectId: string, code: string, id: string) {
    const row = await db
      .selectFrom('catalogue.subject')
      .select('id')
      .where('project_id', '=', projectId)
      .where('code', '=', code)
      .executeTakeFirst();
    return { kind: 'subject', id: row?.id ?? id };
  }

  /**
   * Who a subject is. In this order: the right (the route), the fresh sign-in, the limit, the audit trail, and only then the values are
   * opened: without a committed entry nothing is shown.
   * @throws signInAgain, subjectNotFound, revealLimitReached
   */
  async function reveal(ctx: Context, project: RouteProject, { code, purpose, reason }: RevealOrder) {
    requireFreshSession(ctx, clock, config.revealFreshSignInMs);
    const subject = await subjectOf(project.id, code);
    const claim = await crosswalk.desk.claimReveal({
      accountId: ctx.actor.id,
      subjectId: subject.id,
      purpose,
      reason,
      hourlyLimit: config.revealHourlyLimit,
    });
    const object = await historyObject(project.id, code, subject.id);
    await transact(db, (trx) =>
      audit.record(trx, ctx, {
        action: 'R',
        type: claim.kind === 'claimed' ? 'identity.subject.revealed' : 'identity.subject.reveal-refused',
        outcome: claim.kind === 'claimed' ? 0 : 8,
        projectId: project.id,
        object,
        after: { code, purpose },
        reason,
      }),
    );
    if (claim.kind === 'limited')
      throw problem(revealLimitReached, {
        detail: `${config.revealHourlyLimit} within an hour is the limit (PESSCARA_REVEAL_HOURLY_LIMIT). Look again when the first of them is an hour old. This attempt is in the audit trail.`,
        extra: {
          retryAfterSeconds: Math.ceil((claim.until.getTime() - clock.now().getTime()) / 1000),
        },
      });
    const identities = (await crosswalk.desk.openIdentities(project.id, [code])).get(code) ?? [];
    return { code, identities };
  }

  /** The subject of an identifier, told by its code alone. That it was asked is recorded; what was typed is not. */
  async function lookUp(ctx: Context, project: RouteProject, issuer: string, patientId: string) {
    const subject = await crosswalk.desk.lookUp(project.id, issuer, patientId);
    const object =
      subject === undefined
        ? { kind: 'project', id: project.id }
        : await historyObject(project.id, subject.code, subject.id);
    await transact(db, (trx) =>
      audit.record(trx, ctx, {
        action: 'R',
        type: 'identity.subject.looked-up',
        projectId: project.id,
        object,
        after: { found: subject !== undefined },
      }),
    );
    return subject;
  }

  return { reveal, lookUp, listSubjects: crosswalk.desk.list };
}

export type Reveal = ReturnType<typeof createReveal>;
