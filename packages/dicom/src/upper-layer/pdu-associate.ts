import type { ByteCursor } from './byte-cursor.ts';
import { createByteCursor, textOfBytes, trimPadding } from './byte-cursor.ts';
import { maxPresentationContexts } from './limits.ts';
import type {
  AssociateAc,
  AssociateRq,
  NegotiatedPresentationContext,
  PduViolation,
  ProposedPresentationContext,
} from './pdu.ts';
import { abortReason, pduViolation } from './pdu.ts';
import type { UserInformation } from './user-information.ts';
import { decodeUserInformation, emptyUserInformation, forEachItem } from './user-information.ts';

/** Bytes before the variable items: version, reserved, two AE titles, reserved (PS3.8 tables 9-11 and 9-17). */
export const associateFixedBytes = 68;

type AssociateItems = {
  applicationContextUid: string;
  proposed: ProposedPresentationContext[];
  negotiated: NegotiatedPresentationContext[];
  userInformation: UserInformation;
};

/**
 * Decodes the body (everything after the length) of an A-ASSOCIATE-RQ or -AC, PS3.8 9.3.2 and 9.3.3. Contexts without
 * syntaxes and unknown UIDs are left to the negotiation; what cannot be read or answered is a violation.
 */
export function decodeAssociate(
  kind: 'associate-rq' | 'associate-ac',
  body: Uint8Array,
): AssociateRq | AssociateAc | PduViolation {
  const cursor = createByteCursor(body);
  const protocolVersion = cursor.uint16();
  cursor.uint16();
  const calledAe = trimPadding(textOfBytes(cursor.bytes(16)));
  const callingAe = trimPadding(textOfBytes(cursor.bytes(16)));
  cursor.bytes(32);
  const items = decodeItems(cursor);
  if (cursor.isFaulted()) {
    return pduViolation(
      abortReason.invalidPduParameterValue,
      'An item of the association PDU ends past its container',
    );
  }
  const { applicationContextUid, userInformation } = items;
  const fields = { protocolVersion, calledAe, callingAe, applicationContextUid, userInformation };
  const contexts = kind === 'associate-rq' ? items.proposed : items.negotiated;
  const violation = checkContextIds(contexts.map((context) => context.id));
  if (violation !== undefined) return violation;
  return kind === 'associate-rq'
    ? { kind, ...fields, presentationContexts: items.proposed }
    : { kind, ...fields, presentationContexts: items.negotiated };
}

function decodeItems(cursor: ByteCursor): AssociateItems {
  const items: AssociateItems = {
    applicationContextUid: '',
    proposed: [],
    negotiated: [],
    userInformation: emptyUserInformation,
  };
  forEachItem(cursor, (type, item) => {
    if (type === 0x10) items.applicationContextUid = restAsUid(item);
    else if (type === 0x20) items.proposed.push(decodeProposed(item));
    else if (type === 0x21) items.negotiated.push(decodeNegotiated(item));
    else if (type === 0x50) items.userInformation = decodeUserInformation(item);
  });
  return items;
}

function decodeProposed(item: ByteCursor): ProposedPresentationContext {
  const id = item.uint8();
  item.bytes(3);
  let abstractSyntaxUid = '';
  const transferSyntaxUids: string[] = [];
  forEachItem(item, (type, syntax) => {
    if (type === 0x30) abstractSyntaxUid = restAsUid(syntax);
    else if (type === 0x40) transferSyntaxUids.push(restAsUid(syntax));
  });
  return { id, abstractSyntaxUid, transferSyntaxUids };
}

function decodeNegotiated(item: ByteCursor): NegotiatedPresentationContext {
  const id = item.uint8();
  item.uint8();
  const result = item.uint8();
  item.uint8();
  let transferSyntaxUid = '';
  forEachItem(item, (type, syntax) => {
    if (type === 0x40) transferSyntaxUid = restAsUid(syntax);
  });
  return { id, result, transferSyntaxUid };
}

function checkContextIds(ids: readonly number[]): PduViolation | undefined {
  const isValid =
    ids.length <= maxPresentationContexts &&
    new Set(ids).size === ids.length &&
    ids.every((id) => id % 2 === 1);
  if (isValid) return undefined;
  return pduViolation(
    abortReason.invalidPduParameterValue,
    'Presentation context ids must be odd, different and at most 128 (PS3.8 9.3.2.2)',
  );
}

function restAsUid(item: ByteCursor): string {
  return trimPadding(textOfBytes(item.bytes(item.remainingBytes())));
}
