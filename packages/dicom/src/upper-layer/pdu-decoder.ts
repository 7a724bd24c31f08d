import type { UpperLayerLimits } from './limits.ts';
import { pduLengthToleranceBytes } from './limits.ts';
import type { ControlPdu, PduViolation, PdvHeader } from './pdu.ts';
import { abortReason, pduTypes, pduViolation } from './pdu.ts';
import { associateFixedBytes, decodeAssociate } from './pdu-associate.ts';

export type PduListener = {
  /** A whole PDU of any type but P-DATA-TF. */
  onPdu(pdu: ControlPdu): void;
  /** A fragment begins. False leaves it unread: `feed` returns, and asks again when called next. */
  onPdvStart(header: PdvHeader): boolean;
  /** A piece of the fragment: a view of the fed chunk, valid as long as the chunk is. */
  onPdvBytes(bytes: Uint8Array): void;
  onPdvEnd(): void;
};

export type PduDecoder = {
  /**
   * Decodes the chunk and returns how many of its bytes were taken: all, or fewer after `stop()` or a refused
   * `onPdvStart`; the rest is to be fed again. After a violation the stream cannot be read any further.
   */
  feed(chunk: Uint8Array): number | PduViolation;
  /** To be called from a listener: `feed` returns as soon as that listener does. */
  stop(): void;
};

const headerBytes = 6;

/**
 * An incremental decoder of PS3.8 9.3. Fragments of P-DATA-TF are handed on as views of the chunks as they arrive;
 * only the association PDUs are gathered, after their declared length has passed the limit.
 */
export function createPduDecoder(
  limits: Pick<UpperLayerLimits, 'maxPduBytes' | 'maxAssociateBytes'>,
  listener: PduListener,
): PduDecoder {
  const header = new Uint8Array(headerBytes);
  let headerFilled = 0;
  let phase: 'pdu-header' | 'control-body' | 'pdv-header' | 'pdv-offered' | 'pdv-bytes' = 'pdu-header';
  let pduType = 0;
  let pduRemaining = 0;
  let pdv: PdvHeader = { presentationContextId: 0, isCommand: false, isLast: false, lengthBytes: 0 };
  let pdvRemaining = 0;
  let body = new Uint8Array(0);
  let bodyFilled = 0;
  let isStopped = false;
  let violation: PduViolation | undefined;

  function readHeader(chunk: Uint8Array, offset: number): number {
    const taken = Math.min(headerBytes - headerFilled, chunk.length - offset);
    for (let index = 0; index < taken; index++)
      header[headerFilled + index] = chunk[offset + index] as number;
    headerFilled += taken;
    if (headerFilled < headerBytes) return offset + taken;
    headerFilled = 0;
    if (phase === 'pdu-header') beginPdu();
    else beginPdv();
    return offset + taken;
  }

  function beginPdu(): void {
    pduType = header[0] as number;
    pduRemaining = uint32At(header, 2);
    violation = checkPduLength(limits, pduType, pduRemaining);
    if (violation !== undefined) return;
    if (pduType === pduTypes.dataTf) {
      phase = 'pdv-header';
      return;
    }
    phase = 'control-body';
    body = new Uint8Array(pduRemaining);
    bodyFilled = 0;
  }

  function beginPdv(): void {
    const itemBytes = uint32At(header, 0);
    if (itemBytes < 2 || itemBytes > pduRemaining - 4) {
      violation = pduViolation(
        abortReason.invalidPduParameterValue,
        'A PDV item ends past its P-DATA-TF PDU',
      );
      return;
    }
    const control = header[5] as number;
    pduRemaining -= itemBytes + 4;
    pdvRemaining = itemBytes - 2;
    pdv = {
      presentationContextId: header[4] as number,
      isCommand: (control & 1) !== 0,
      isLast: (control & 2) !== 0,
      lengthBytes: pdvRemaining,
    };
    offerPdv();
  }

  function offerPdv(): void {
    phase = 'pdv-offered';
    if (!listener.onPdvStart(pdv)) {
      isStopped = true;
      return;
    }
    phase = 'pdv-bytes';
    if (pdvRemaining === 0) endPdv();
  }

  function readPdvBytes(chunk: Uint8Array, offset: number): number {
    const end = Math.min(offset + pdvRemaining, chunk.length);
    pdvRemaining -= end - offset;
    const isDone = pdvRemaining === 0;
    listener.onPdvBytes(offset === 0 && end === chunk.length ? chunk : chunk.subarray(offset, end));
    if (isDone) endPdv();
    return end;
  }

  function endPdv(): void {
    if (pduRemaining === 0) phase = 'pdu-header';
    else if (pduRemaining < headerBytes) {
      violation = pduViolation(
        abortReason.invalidPduParameterValue,
        'A P-DATA-TF PDU ends inside a PDV item header',
      );
    } else phase = 'pdv-header';
    listener.onPdvEnd();
  }

  function readControlBody(chunk: Uint8Array, offset: number): number {
    const end = Math.min(offset + body.length - bodyFilled, chunk.length);
    body.set(chunk.subarray(offset, end), bodyFilled);
    bodyFilled += end - offset;
    if (bodyFilled === body.length) {
      phase = 'pdu-header';
      const pdu = decodeControlPdu(pduType, body);
      body = new Uint8Array(0);
      if (pdu.kind === 'violation') violation = pdu;
      else listener.onPdu(pdu);
    }
    return end;
  }

  return {
    feed(chunk) {
      let offset = 0;
      isStopped = false;
      if (phase === 'pdv-offered') offerPdv();
      while (offset < chunk.length && !isStopped && violation === undefined) {
        if (phase === 'pdv-bytes') offset = readPdvBytes(chunk, offset);
        else if (phase === 'control-body') offset = readControlBody(chunk, offset);
        else offset = readHeader(chunk, offset);
      }
      return violation ?? offset;
    },
    stop() {
      isStopped = true;
    },
  };
}

function uint32At(bytes: Uint8Array, offset: number): number {
  const [a = 0, b = 0, c = 0, d = 0] = bytes.subarray(offset, offset + 4);
  return ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
}

function checkPduLength(
  limits: Pick<UpperLayerLimits, 'maxPduBytes' | 'maxAssociateBytes'>,
  type: number,
  lengthBytes: number,
): PduViolation | undefined {
  switch (type) {
    case pduTypes.associateRq:
    case pduTypes.associateAc:
      return checkRange(lengthBytes, associateFixedBytes, limits.maxAssociateBytes);
    case pduTypes.dataTf:
      return checkRange(lengthBytes, headerBytes, limits.maxPduBytes + pduLengthToleranceBytes);
    case pduTypes.associateRj:
    case pduTypes.releaseRq:
    case pduTypes.releaseRp:
    case pduTypes.abort:
      return checkRange(lengthBytes, 4, 4);
    default:
      return pduViolation(abortReason.unrecognizedPdu, `PDU type ${type} does not exist`);
  }
}

function checkRange(lengthBytes: number, minimum: number, maximum: number): PduViolation | undefined {
  if (lengthBytes >= minimum && lengthBytes <= maximum) return undefined;
  return pduViolation(
    abortReason.invalidPduParameterValue,
    `A PDU declares ${lengthBytes} bytes where ${minimum} to ${maximum} are allowed`,
  );
}

function decodeControlPdu(type: number, body: Uint8Array): ControlPdu | PduViolation {
  const [, second = 0, third = 0, fourth = 0] = body;
  switch (type) {
    case pduTypes.associateRq:
      return decodeAssociate('associate-rq', body);
    case pduTypes.associateAc:
      return decodeAssociate('associate-ac', body);
    case pduTypes.associateRj:
      return { kind: 'associate-rj', result: second, source: third, reason: fourth };
    case pduTypes.releaseRq:
      return { kind: 'release-rq' };
    case pduTypes.releaseRp:
      return { kind: 'release-rp' };
    default:
      return { kind: 'abort', source: third, reason: fourth };
  }
}
