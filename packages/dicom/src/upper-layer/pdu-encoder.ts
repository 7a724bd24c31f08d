import { bytesOfText, concatBytes } from './byte-cursor.ts';
import type {
  AssociateAc,
  AssociateRq,
  ControlPdu,
  NegotiatedPresentationContext,
  ProposedPresentationContext,
} from './pdu.ts';
import { pduTypes } from './pdu.ts';
import { encodeItem, encodeUserInformation } from './user-information.ts';

/** Bytes of a PDU header and one PDV item header, which `encodePdvHeader` makes. */
export const pdvOverheadBytes = 12;

/** A whole PDU, ready to send. Throws RangeError on values that have no encoding (an AE title of 17 characters). */
export function encodePdu(pdu: ControlPdu): Uint8Array {
  switch (pdu.kind) {
    case 'associate-rq':
      return framePdu(
        pduTypes.associateRq,
        encodeAssociate(pdu, pdu.presentationContexts.map(encodeProposed)),
      );
    case 'associate-ac':
      return framePdu(
        pduTypes.associateAc,
        encodeAssociate(pdu, pdu.presentationContexts.map(encodeNegotiated)),
      );
    case 'associate-rj':
      return framePdu(pduTypes.associateRj, Uint8Array.of(0, pdu.result, pdu.source, pdu.reason));
    case 'release-rq':
      return framePdu(pduTypes.releaseRq, new Uint8Array(4));
    case 'release-rp':
      return framePdu(pduTypes.releaseRp, new Uint8Array(4));
    case 'abort':
      return framePdu(pduTypes.abort, Uint8Array.of(0, 0, pdu.source, pdu.reason));
  }
}

/**
 * The first twelve bytes of a P-DATA-TF with a single PDV; the fragment of `lengthBytes` follows it on the wire, so
 * that the fragment's own memory is sent without a copy (PS3.8 9.3.5).
 */
export function encodePdvHeader(header: {
  presentationContextId: number;
  isCommand: boolean;
  isLast: boolean;
  lengthBytes: number;
}): Uint8Array {
  const bytes = new Uint8Array(pdvOverheadBytes);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, pduTypes.dataTf);
  view.setUint32(2, header.lengthBytes + 6);
  view.setUint32(6, header.lengthBytes + 2);
  view.setUint8(10, header.presentationContextId);
  view.setUint8(11, (header.isCommand ? 1 : 0) | (header.isLast ? 2 : 0));
  return bytes;
}

function framePdu(type: number, body: Uint8Array): Uint8Array {
  const header = new Uint8Array(6);
  header[0] = type;
  new DataView(header.buffer).setUint32(2, body.length);
  return concatBytes([header, body]);
}

function encodeAssociate(pdu: AssociateRq | AssociateAc, contexts: readonly Uint8Array[]): Uint8Array {
  const head = new Uint8Array(4);
  new DataView(head.buffer).setUint16(0, pdu.protocolVersion);
  return concatBytes([
    head,
    encodeAeTitle(pdu.calledAe),
    encodeAeTitle(pdu.callingAe),
    new Uint8Array(32),
    encodeItem(0x10, bytesOfText(pdu.applicationContextUid)),
    ...contexts,
    encodeUserInformation(pdu.userInformation),
  ]);
}

function encodeProposed(context: ProposedPresentationContext): Uint8Array {
  const syntaxes = context.transferSyntaxUids.map((uid) => encodeItem(0x40, bytesOfText(uid)));
  const abstractSyntax = encodeItem(0x30, bytesOfText(context.abstractSyntaxUid));
  return encodeItem(0x20, concatBytes([Uint8Array.of(context.id, 0, 0, 0), abstractSyntax, ...syntaxes]));
}

function encodeNegotiated(context: NegotiatedPresentationContext): Uint8Array {
  const syntax = encodeItem(0x40, bytesOfText(context.transferSyntaxUid));
  return encodeItem(0x21, concatBytes([Uint8Array.of(context.id, 0, context.result, 0), syntax]));
}

function encodeAeTitle(title: string): Uint8Array {
  if (title.length > 16 || title.trim() === '') {
    throw new RangeError('An AE title has 1 to 16 characters that are not all spaces (PS3.5 6.2)');
  }
  return bytesOfText(title.padEnd(16, ' '));
}
