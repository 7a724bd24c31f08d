import type { AssociateRq, NegotiatedPresentationContext } from './pdu.ts';
import { presentationContextResult } from './pdu.ts';
import { isTolerableUid } from './uid-form.ts';
import type { RoleSelection } from './user-information.ts';

/** A context both sides agreed on: what may be sent in it, and how its data sets are encoded. */
export type AcceptedPresentationContext = {
  readonly id: number;
  readonly abstractSyntaxUid: string;
  readonly transferSyntaxUid: string;
};

export type PresentationContextDecision =
  | { readonly kind: 'accepted'; readonly transferSyntaxUid: string }
  | {
      readonly kind: 'rejected';
      readonly reason:
        | 'user-rejection'
        | 'no-reason'
        | 'abstract-syntax-not-supported'
        | 'transfer-syntaxes-not-supported';
    };

const resultOfReason = {
  'user-rejection': presentationContextResult.userRejection,
  'no-reason': presentationContextResult.noReason,
  'abstract-syntax-not-supported': presentationContextResult.abstractSyntaxNotSupported,
  'transfer-syntaxes-not-supported': presentationContextResult.transferSyntaxesNotSupported,
} as const;

export type PresentationContextNegotiation = {
  readonly answers: readonly NegotiatedPresentationContext[];
  readonly accepted: ReadonlyMap<number, AcceptedPresentationContext>;
  /** Answers to the role selections of the accepted abstract syntaxes: the requestor is the SCU. */
  readonly roleSelections: readonly RoleSelection[];
};

/**
 * Answers every proposed context (PS3.8 9.3.3.2) by the policy. A rejected context still names a transfer syntax,
 * which is not significant but has to be there.
 */
export function negotiatePresentationContexts(
  request: AssociateRq,
  decide: (abstractSyntaxUid: string, transferSyntaxUids: readonly string[]) => PresentationContextDecision,
): PresentationContextNegotiation {
  const accepted = new Map<number, AcceptedPresentationContext>();
  const answers = request.presentationContexts.map((proposed): NegotiatedPresentationContext => {
    const { id, abstractSyntaxUid } = proposed;
    const transferSyntaxUids = proposed.transferSyntaxUids.filter(isTolerableUid);
    const decision: PresentationContextDecision = isTolerableUid(abstractSyntaxUid)
      ? decide(abstractSyntaxUid, transferSyntaxUids)
      : { kind: 'rejected', reason: 'abstract-syntax-not-supported' };
    if (decision.kind === 'rejected') {
      return { id, result: resultOfReason[decision.reason], transferSyntaxUid: transferSyntaxUids[0] ?? '' };
    }
    const { transferSyntaxUid } = decision;
    accepted.set(id, { id, abstractSyntaxUid, transferSyntaxUid });
    return { id, result: presentationContextResult.acceptance, transferSyntaxUid };
  });
  return { answers, accepted, roleSelections: answerRoles(request, accepted) };
}

function answerRoles(
  request: AssociateRq,
  accepted: ReadonlyMap<number, AcceptedPresentationContext>,
): readonly RoleSelection[] {
  const acceptedSyntaxes = new Set([...accepted.values()].map((context) => context.abstractSyntaxUid));
  return request.userInformation.roleSelections
    .filter(({ sopClassUid }) => acceptedSyntaxes.has(sopClassUid))
    .map(({ sopClassUid, isScu }) => ({ sopClassUid, isScu, isScp: false }));
}

/** The accepted ones of an A-ASSOCIATE-AC, matched to what was proposed; contexts never proposed are left out. */
export function acceptedContextsOf(
  request: AssociateRq,
  answers: readonly NegotiatedPresentationContext[],
): ReadonlyMap<number, AcceptedPresentationContext> {
  const proposedById = new Map(request.presentationContexts.map((context) => [context.id, context]));
  const accepted = new Map<number, AcceptedPresentationContext>();
  for (const { id, result, transferSyntaxUid } of answers) {
    const proposed = proposedById.get(id);
    if (proposed === undefined || result !== presentationContextResult.acceptance) continue;
    if (!proposed.transferSyntaxUids.includes(transferSyntaxUid)) continue;
    accepted.set(id, { id, abstractSyntaxUid: proposed.abstractSyntaxUid, transferSyntaxUid });
  }
  return accepted;
}
