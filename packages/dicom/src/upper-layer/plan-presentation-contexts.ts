import { implicitVrLittleEndian } from '../dictionary/transfer-syntaxes.ts';
import { maxPresentationContexts } from './limits.ts';
import type { ProposedPresentationContext } from './pdu.ts';
import { verificationSopClassUid } from './requestor.ts';

export type PresentationContextPlan =
  | { readonly kind: 'planned'; readonly presentationContexts: readonly ProposedPresentationContext[] }
  /** More pairs than one association can carry (PS3.8 9.3.2.2): send them in several. */
  | { readonly kind: 'too-many'; readonly needed: number; readonly allowed: number };

/**
 * One context per SOP class and transfer syntax that is to be sent, so that nothing has to be transcoded, after one for
 * C-ECHO. Equal pairs share a context.
 */
export function planPresentationContexts(
  instances: Iterable<{ readonly sopClassUid: string; readonly transferSyntaxUid: string }>,
): PresentationContextPlan {
  const pairs = new Map<string, { abstractSyntaxUid: string; transferSyntaxUid: string }>();
  const add = (abstractSyntaxUid: string, transferSyntaxUid: string): void => {
    pairs.set(`${abstractSyntaxUid} ${transferSyntaxUid}`, { abstractSyntaxUid, transferSyntaxUid });
  };
  add(verificationSopClassUid, implicitVrLittleEndian);
  for (const { sopClassUid, transferSyntaxUid } of instances) add(sopClassUid, transferSyntaxUid);
  if (pairs.size > maxPresentationContexts) {
    return { kind: 'too-many', needed: pairs.size, allowed: maxPresentationContexts };
  }
  const presentationContexts = [...pairs.values()].map(({ abstractSyntaxUid, transferSyntaxUid }, index) => ({
    id: index * 2 + 1,
    abstractSyntaxUid,
    transferSyntaxUids: [transferSyntaxUid],
  }));
  return { kind: 'planned', presentationContexts };
}
