import { concatBytes } from '../src/upper-layer/byte-cursor.ts';
import type { CommandSet } from '../src/upper-layer/command-set.ts';
import {
  commandFields,
  decodeCommandSet,
  encodeCommandSet,
  noDataSet,
} from '../src/upper-layer/command-set.ts';
import { defaultUpperLayerLimits } from '../src/upper-layer/limits.ts';
import type { AssociateRq, ControlPdu } from '../src/upper-layer/pdu.ts';
import { dicomApplicationContextUid } from '../src/upper-layer/pdu.ts';
import { createPduDecoder } from '../src/upper-layer/pdu-decoder.ts';
import { encodePdvHeader } from '../src/upper-layer/pdu-encoder.ts';
import { emptyUserInformation } from '../src/upper-layer/user-information.ts';

export const ctImageStorage = '1.2.840.10008.5.1.4.1.1.2';
export const explicitLittleEndian = '1.2.840.10008.1.2.1';
export const implicitLittleEndian = '1.2.840.10008.1.2';
export const verification = '1.2.840.10008.1.1';

export function associateRq(overrides: Partial<AssociateRq> = {}): AssociateRq {
  return {
    kind: 'associate-rq',
    protocolVersion: 1,
    calledAe: 'PESSCARA',
    callingAe: 'SCANNER',
    applicationContextUid: dicomApplicationContextUid,
    presentationContexts: [
      { id: 1, abstractSyntaxUid: verification, transferSyntaxUids: [implicitLittleEndian] },
      {
        id: 3,
        abstractSyntaxUid: ctImageStorage,
        transferSyntaxUids: [explicitLittleEndian, implicitLittleEndian],
      },
    ],
    userInformation: { ...emptyUserInformation, maxPduBytes: 16_384, implementationClassUid: '1.2.3' },
    ...overrides,
  };
}

export function pdv(
  presentationContextId: number,
  flags: { isCommand: boolean; isLast: boolean },
  fragment: Uint8Array,
): Uint8Array {
  return concatBytes([
    encodePdvHeader({ presentationContextId, ...flags, lengthBytes: fragment.length }),
    fragment,
  ]);
}

export function commandPdv(presentationContextId: number, command: CommandSet): Uint8Array {
  return pdv(presentationContextId, { isCommand: true, isLast: true }, encodeCommandSet(command));
}

export function echoRq(messageId: number): Uint8Array {
  const commandField = commandFields.cEchoRq;
  return commandPdv(1, {
    commandField,
    messageId,
    commandDataSetType: noDataSet,
    affectedSopClassUid: verification,
  });
}

export function storeRq(messageId: number, overrides: Partial<CommandSet> = {}): Uint8Array {
  return commandPdv(3, {
    commandField: commandFields.cStoreRq,
    messageId,
    priority: 0,
    commandDataSetType: 1,
    affectedSopClassUid: ctImageStorage,
    affectedSopInstanceUid: `1.2.3.${messageId}`,
    ...overrides,
  });
}

export function dataPdv(fragment: Uint8Array, isLast = true, presentationContextId = 3): Uint8Array {
  return pdv(presentationContextId, { isCommand: false, isLast }, fragment);
}

/** What was written to a peer, in words: control PDUs as they are, messages as their command sets. */
export function readWritten(
  written: readonly Uint8Array[],
): (ControlPdu | { kind: 'message'; command: CommandSet })[] {
  const seen: ReturnType<typeof readWritten> = [];
  let parts: Uint8Array[] = [];
  let isLast = false;
  const decoder = createPduDecoder(defaultUpperLayerLimits, {
    onPdu: (pdu) => seen.push(pdu),
    onPdvStart(header) {
      isLast = header.isLast;
      return true;
    },
    onPdvBytes: (bytes) => parts.push(bytes.slice()),
    onPdvEnd() {
      if (!isLast) return;
      const decoded = decodeCommandSet(concatBytes(parts));
      parts = [];
      if (decoded.kind === 'malformed') throw new Error(decoded.message);
      seen.push({ kind: 'message', command: decoded.command });
    },
  });
  for (const chunk of written) {
    const taken = decoder.feed(chunk);
    if (typeof taken !== 'number') throw new Error(taken.message);
  }
  return seen;
}
