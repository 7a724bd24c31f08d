import type { ByteCursor } from './byte-cursor.ts';
import { bytesOfText, concatBytes, textOfBytes, trimPadding } from './byte-cursor.ts';

/** PS3.7 D.3.3.4. */
export type RoleSelection = {
  readonly sopClassUid: string;
  readonly isScu: boolean;
  readonly isScp: boolean;
};

/** PS3.7 D.3.3.5; the meaning of the bytes belongs to the service class. */
export type ExtendedNegotiation = {
  readonly sopClassUid: string;
  readonly applicationInformation: Uint8Array;
};

/** PS3.7 D.3.3.6. */
export type CommonExtendedNegotiation = {
  readonly sopClassUid: string;
  readonly serviceClassUid: string;
  readonly relatedGeneralSopClassUids: readonly string[];
};

/** PS3.7 D.3.3.7. The fields are credentials: never log them. */
export type UserIdentity = {
  /** 1 user name, 2 user name and passcode, 3 Kerberos, 4 SAML, 5 JWT. */
  readonly type: number;
  readonly isPositiveResponseRequested: boolean;
  readonly primaryField: Uint8Array;
  readonly secondaryField: Uint8Array;
};

/** The user information item's sub-items, PS3.8 Annex D.1 and PS3.7 D.3.3. Absent sub-items are absent keys. */
export type UserInformation = {
  /** Maximum Length Received; 0 means no limit. */
  readonly maxPduBytes?: number;
  readonly implementationClassUid?: string;
  readonly implementationVersionName?: string;
  readonly asynchronousOperations?: { readonly maxInvoked: number; readonly maxPerformed: number };
  readonly roleSelections: readonly RoleSelection[];
  readonly extendedNegotiations: readonly ExtendedNegotiation[];
  readonly commonExtendedNegotiations: readonly CommonExtendedNegotiation[];
  readonly userIdentity?: UserIdentity;
  /** The server's answer to a user identity, PS3.7 D.3.3.7.2. */
  readonly userIdentityResponse?: Uint8Array;
};

export const emptyUserInformation: UserInformation = {
  roleSelections: [],
  extendedNegotiations: [],
  commonExtendedNegotiations: [],
};

const subItemType = {
  maxLength: 0x51,
  implementationClassUid: 0x52,
  asynchronousOperations: 0x53,
  roleSelection: 0x54,
  implementationVersionName: 0x55,
  extendedNegotiation: 0x56,
  commonExtendedNegotiation: 0x57,
  userIdentity: 0x58,
  userIdentityResponse: 0x59,
} as const;

type Draft = { -readonly [K in keyof UserInformation]: UserInformation[K] } & {
  roleSelections: RoleSelection[];
  extendedNegotiations: ExtendedNegotiation[];
  commonExtendedNegotiations: CommonExtendedNegotiation[];
};

/** Visits the (type, reserved, length, value) items of PS3.8 9.3 in order; the caller ignores types it does not know. */
export function forEachItem(cursor: ByteCursor, visit: (type: number, item: ByteCursor) => void): void {
  while (cursor.remainingBytes() > 0 && !cursor.isFaulted()) {
    const type = cursor.uint8();
    cursor.uint8();
    const item = cursor.within(cursor.uint16());
    if (!cursor.isFaulted()) visit(type, item);
  }
}

/** Decodes the value of a user information item. Whether the bytes sufficed is in the cursor's fault. */
export function decodeUserInformation(cursor: ByteCursor): UserInformation {
  const draft: Draft = { roleSelections: [], extendedNegotiations: [], commonExtendedNegotiations: [] };
  forEachItem(cursor, (type, item) => decodeSubItem(draft, type, item));
  return draft;
}

function decodeSubItem(draft: Draft, type: number, item: ByteCursor): void {
  switch (type) {
    case subItemType.maxLength:
      draft.maxPduBytes = item.uint32();
      break;
    case subItemType.implementationClassUid:
      draft.implementationClassUid = restAsText(item);
      break;
    case subItemType.implementationVersionName:
      draft.implementationVersionName = restAsText(item);
      break;
    case subItemType.asynchronousOperations:
      draft.asynchronousOperations = { maxInvoked: item.uint16(), maxPerformed: item.uint16() };
      break;
    case subItemType.roleSelection:
      draft.roleSelections.push({
        sopClassUid: prefixedUid(item),
        isScu: item.uint8() === 1,
        isScp: item.uint8() === 1,
      });
      break;
    case subItemType.extendedNegotiation:
      draft.extendedNegotiations.push({
        sopClassUid: prefixedUid(item),
        applicationInformation: item.bytes(item.remainingBytes()),
      });
      break;
    case subItemType.commonExtendedNegotiation:
      draft.commonExtendedNegotiations.push(decodeCommonExtendedNegotiation(item));
      break;
    case subItemType.userIdentity:
      draft.userIdentity = {
        type: item.uint8(),
        isPositiveResponseRequested: item.uint8() === 1,
        primaryField: item.bytes(item.uint16()),
        secondaryField: item.bytes(item.uint16()),
      };
      break;
    case subItemType.userIdentityResponse:
      draft.userIdentityResponse = item.bytes(item.uint16());
      break;
    default:
      // PS3.8 9.3.1: items of unrecognized types are ignored and skipped.
      break;
  }
}

function decodeCommonExtendedNegotiation(item: ByteCursor): CommonExtendedNegotiation {
  const sopClassUid = prefixedUid(item);
  const serviceClassUid = prefixedUid(item);
  const related = item.within(item.uint16());
  const relatedGeneralSopClassUids: string[] = [];
  while (related.remainingBytes() > 0 && !related.isFaulted()) {
    relatedGeneralSopClassUids.push(prefixedUid(related));
  }
  return { sopClassUid, serviceClassUid, relatedGeneralSopClassUids };
}

function restAsText(item: ByteCursor): string {
  return trimPadding(textOfBytes(item.bytes(item.remainingBytes())));
}

function prefixedUid(item: ByteCursor): string {
  return trimPadding(textOfBytes(item.bytes(item.uint16())));
}

/** An item of PS3.8 9.3: type, reserved byte, 16-bit length, value. Throws RangeError over 65,535 bytes. */
export function encodeItem(type: number, value: Uint8Array): Uint8Array {
  if (value.length > 0xffff) throw new RangeError(`Item ${type.toString(16)}H is longer than 65,535 bytes`);
  return concatBytes([Uint8Array.of(type, 0, value.length >>> 8, value.length & 0xff), value]);
}

/** The user information item, PS3.8 9.3.2.3. Throws RangeError when it exceeds 65,535 bytes. */
export function encodeUserInformation(user: UserInformation): Uint8Array {
  return encodeItem(0x50, concatBytes([...encodeScalars(user), ...encodeNegotiations(user)]));
}

function encodeScalars(user: UserInformation): Uint8Array[] {
  const items: Uint8Array[] = [];
  if (user.maxPduBytes !== undefined) {
    const value = new Uint8Array(4);
    new DataView(value.buffer).setUint32(0, user.maxPduBytes);
    items.push(encodeItem(subItemType.maxLength, value));
  }
  if (user.implementationClassUid !== undefined) {
    items.push(encodeItem(subItemType.implementationClassUid, bytesOfText(user.implementationClassUid)));
  }
  if (user.asynchronousOperations !== undefined) {
    const { maxInvoked, maxPerformed } = user.asynchronousOperations;
    items.push(
      encodeItem(
        subItemType.asynchronousOperations,
        concatBytes([bytes16(maxInvoked), bytes16(maxPerformed)]),
      ),
    );
  }
  if (user.implementationVersionName !== undefined) {
    items.push(
      encodeItem(subItemType.implementationVersionName, bytesOfText(user.implementationVersionName)),
    );
  }
  return items;
}

function encodeNegotiations(user: UserInformation): Uint8Array[] {
  const items: Uint8Array[] = [];
  for (const { sopClassUid, isScu, isScp } of user.roleSelections) {
    const roles = Uint8Array.of(isScu ? 1 : 0, isScp ? 1 : 0);
    items.push(
      encodeItem(subItemType.roleSelection, concatBytes([prefixed(bytesOfText(sopClassUid)), roles])),
    );
  }
  for (const { sopClassUid, applicationInformation } of user.extendedNegotiations) {
    const value = concatBytes([prefixed(bytesOfText(sopClassUid)), applicationInformation]);
    items.push(encodeItem(subItemType.extendedNegotiation, value));
  }
  for (const negotiation of user.commonExtendedNegotiations) {
    const related = negotiation.relatedGeneralSopClassUids.map((uid) => prefixed(bytesOfText(uid)));
    const value = concatBytes([
      prefixed(bytesOfText(negotiation.sopClassUid)),
      prefixed(bytesOfText(negotiation.serviceClassUid)),
      prefixed(concatBytes(related)),
    ]);
    items.push(encodeItem(subItemType.commonExtendedNegotiation, value));
  }
  if (user.userIdentity !== undefined) {
    const { type, isPositiveResponseRequested, primaryField, secondaryField } = user.userIdentity;
    const head = Uint8Array.of(type, isPositiveResponseRequested ? 1 : 0);
    items.push(
      encodeItem(
        subItemType.userIdentity,
        concatBytes([head, prefixed(primaryField), prefixed(secondaryField)]),
      ),
    );
  }
  if (user.userIdentityResponse !== undefined) {
    items.push(encodeItem(subItemType.userIdentityResponse, prefixed(user.userIdentityResponse)));
  }
  return items;
}

function bytes16(value: number): Uint8Array {
  return Uint8Array.of(value >>> 8, value & 0xff);
}

function prefixed(value: Uint8Array): Uint8Array {
  if (value.length > 0xffff) throw new RangeError('A field of a sub-item is longer than 65,535 bytes');
  return concatBytes([bytes16(value.length), value]);
}
