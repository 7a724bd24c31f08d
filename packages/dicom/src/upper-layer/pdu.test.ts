import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { associateRq, dataPdv } from '../../test/scripted-peer.ts';
import { concatBytes } from './byte-cursor.ts';
import { defaultUpperLayerLimits } from './limits.ts';
import type { ControlPdu, PduViolation } from './pdu.ts';
import { abortReason } from './pdu.ts';
import { createPduDecoder } from './pdu-decoder.ts';
import { encodePdu, encodePdvHeader } from './pdu-encoder.ts';
import type { UserInformation } from './user-information.ts';

type Seen = ControlPdu | { kind: 'pdv'; id: number; isCommand: boolean; isLast: boolean; bytes: number[] };

function decodeInChunks(bytes: Uint8Array, cuts: readonly number[], limits = defaultUpperLayerLimits) {
  const seen: Seen[] = [];
  let violation: PduViolation | undefined;
  let open: Extract<Seen, { kind: 'pdv' }> | undefined;
  const decoder = createPduDecoder(limits, {
    onPdu: (pdu) => seen.push(pdu),
    onPdvStart({ presentationContextId, isCommand, isLast }) {
      open = { kind: 'pdv', id: presentationContextId, isCommand, isLast, bytes: [] };
      return true;
    },
    onPdvBytes: (piece) => open?.bytes.push(...piece),
    onPdvEnd: () => open && seen.push(open),
  });
  const edges = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  for (let index = 1; index < edges.length && violation === undefined; index++) {
    // A copy, so that nothing can be read beyond the chunk.
    const taken = decoder.feed(bytes.slice(edges[index - 1], edges[index]));
    if (typeof taken !== 'number') violation = taken;
  }
  return { seen, violation };
}

const uid = fc.stringMatching(/^[1-9][0-9]{0,8}(\.[1-9][0-9]{0,8}){1,5}$/);
const aeTitle = fc.stringMatching(/^[A-Z][A-Z0-9_]{0,15}$/);
const shortBytes = fc.uint8Array({ maxLength: 40 });

const userInformation: fc.Arbitrary<UserInformation> = fc.record(
  {
    maxPduBytes: fc.nat({ max: 0xffff_ffff }),
    implementationClassUid: uid,
    implementationVersionName: aeTitle,
    asynchronousOperations: fc.record({ maxInvoked: fc.nat(0xffff), maxPerformed: fc.nat(0xffff) }),
    roleSelections: fc.array(fc.record({ sopClassUid: uid, isScu: fc.boolean(), isScp: fc.boolean() }), {
      maxLength: 3,
    }),
    extendedNegotiations: fc.array(fc.record({ sopClassUid: uid, applicationInformation: shortBytes }), {
      maxLength: 3,
    }),
    commonExtendedNegotiations: fc.array(
      fc.record({
        sopClassUid: uid,
        serviceClassUid: uid,
        relatedGeneralSopClassUids: fc.array(uid, { maxLength: 3 }),
      }),
      { maxLength: 3 },
    ),
    userIdentity: fc.record({
      type: fc.integer({ min: 1, max: 5 }),
      isPositiveResponseRequested: fc.boolean(),
      primaryField: shortBytes,
      secondaryField: shortBytes,
    }),
    userIdentityResponse: shortBytes,
  },
  { requiredKeys: ['roleSelections', 'extendedNegotiations', 'commonExtendedNegotiations'] },
);

const oddIds = fc.uniqueArray(
  fc.nat(127).map((n) => n * 2 + 1),
  { maxLength: 12 },
);
const associateFields = {
  protocolVersion: fc.constant(1),
  calledAe: aeTitle,
  callingAe: aeTitle,
  applicationContextUid: uid,
  userInformation,
};
const byte = fc.nat(255);

const controlPdu: fc.Arbitrary<ControlPdu> = fc.oneof(
  oddIds.chain((ids) =>
    fc.record({
      kind: fc.constant('associate-rq' as const),
      ...associateFields,
      presentationContexts: fc.tuple(
        ...ids.map((id) =>
          fc.record({
            id: fc.constant(id),
            abstractSyntaxUid: uid,
            transferSyntaxUids: fc.array(uid, { maxLength: 4 }),
          }),
        ),
      ),
    }),
  ),
  oddIds.chain((ids) =>
    fc.record({
      kind: fc.constant('associate-ac' as const),
      ...associateFields,
      presentationContexts: fc.tuple(
        ...ids.map((id) => fc.record({ id: fc.constant(id), result: fc.nat(4), transferSyntaxUid: uid })),
      ),
    }),
  ),
  fc.record({ kind: fc.constant('associate-rj' as const), result: byte, source: byte, reason: byte }),
  fc.record({ kind: fc.constant('abort' as const), source: byte, reason: byte }),
  fc.constant({ kind: 'release-rq' as const }),
  fc.constant({ kind: 'release-rp' as const }),
);

const pdvPdu = fc
  .record({
    id: byte,
    isCommand: fc.boolean(),
    isLast: fc.boolean(),
    bytes: fc.uint8Array({ maxLength: 300 }),
  })
  .map(({ id, isCommand, isLast, bytes }) => ({
    seen: { kind: 'pdv', id, isCommand, isLast, bytes: [...bytes] } satisfies Seen,
    encoded: concatBytes([
      encodePdvHeader({ presentationContextId: id, isCommand, isLast, lengthBytes: bytes.length }),
      bytes,
    ]),
  }));

describe('the PDU codec', () => {
  it('reads back every PDU it writes, however the bytes are cut', () => {
    const pdu = fc.oneof(
      controlPdu.map((control) => ({ seen: control, encoded: encodePdu(control) })),
      pdvPdu,
    );
    fc.assert(
      fc.property(
        fc.array(pdu, { maxLength: 4 }),
        fc.array(fc.nat(4000), { maxLength: 30 }),
        (pdus, cuts) => {
          const bytes = concatBytes(pdus.map(({ encoded }) => encoded));
          const { seen, violation } = decodeInChunks(
            bytes,
            cuts.filter((cut) => cut <= bytes.length),
          );
          expect(violation).toBeUndefined();
          expect(seen).toEqual(pdus.map((one) => one.seen));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('reads the same from one byte at a time', () => {
    const bytes = concatBytes([
      encodePdu(associateRq()),
      dataPdv(Uint8Array.of(1, 2, 3)),
      encodePdu({ kind: 'release-rq' }),
    ]);
    const slowly = decodeInChunks(
      bytes,
      Array.from({ length: bytes.length }, (_, index) => index),
    );
    expect(slowly).toEqual(decodeInChunks(bytes, []));
    expect(slowly.seen.map((one) => one.kind)).toEqual(['associate-rq', 'pdv', 'release-rq']);
  });

  it('hands on fragments as views of the chunk, without a copy', () => {
    const chunk = dataPdv(new Uint8Array(1000).fill(7));
    let piece: Uint8Array | undefined;
    const decoder = createPduDecoder(defaultUpperLayerLimits, {
      onPdu: () => undefined,
      onPdvStart: () => true,
      onPdvBytes: (bytes) => {
        piece = bytes;
      },
      onPdvEnd: () => undefined,
    });
    decoder.feed(chunk);
    expect(piece?.buffer).toBe(chunk.buffer);
    expect(piece?.byteOffset).toBe(12);
    expect(piece).toHaveLength(1000);
  });

  it('reads several PDVs of one P-DATA-TF', () => {
    const first = Uint8Array.of(0, 0, 0, 4, 3, 3, 10, 11);
    const second = Uint8Array.of(0, 0, 0, 2, 3, 2);
    const bytes = concatBytes([Uint8Array.of(4, 0, 0, 0, 0, first.length + second.length), first, second]);
    expect(decodeInChunks(bytes, [7, 9, 13]).seen).toEqual([
      { kind: 'pdv', id: 3, isCommand: true, isLast: true, bytes: [10, 11] },
      { kind: 'pdv', id: 3, isCommand: false, isLast: true, bytes: [] },
    ]);
  });

  it('skips items it does not know', () => {
    const request = encodePdu(associateRq());
    const unknown = Uint8Array.of(0x77, 0, 0, 2, 1, 2);
    const bytes = concatBytes([request, unknown]);
    new DataView(bytes.buffer).setUint32(2, bytes.length - 6);
    expect(decodeInChunks(bytes, []).seen).toEqual([associateRq()]);
  });

  it('accepts AE titles padded with NUL, as some devices send them', () => {
    const bytes = encodePdu(associateRq());
    bytes.fill(0, 10 + 'PESSCARA'.length, 26);
    expect(decodeInChunks(bytes, []).seen).toMatchObject([{ calledAe: 'PESSCARA' }]);
  });
});

describe('bytes that are not the protocol', () => {
  const refused = (bytes: Uint8Array, limits = defaultUpperLayerLimits) =>
    decodeInChunks(bytes, [], limits).violation;
  const header = (type: number, lengthBytes: number) => {
    const bytes = Uint8Array.of(type, 0, 0, 0, 0, 0);
    new DataView(bytes.buffer).setUint32(2, lengthBytes);
    return bytes;
  };

  it.each([
    ['a P-DATA-TF that claims 4 GB', header(4, 0xffff_ffff)],
    ['a P-DATA-TF over the offered maximum', header(4, 128 * 1024 + 13)],
    ['a P-DATA-TF without room for a PDV', header(4, 5)],
    ['an association request that claims 4 GB', header(1, 0xffff_ffff)],
    ['an association request over the limit', header(1, 256 * 1024 + 1)],
    ['an association request shorter than its fixed part', header(1, 67)],
    ['a release with a body of 4 GB', header(5, 0xffff_fffe)],
    ['an abort without its body', header(7, 3)],
    ['a PDV longer than its PDU', concatBytes([header(4, 10), Uint8Array.of(0, 0, 0, 7, 1, 3)])],
    ['a PDV without its own header', concatBytes([header(4, 10), Uint8Array.of(0, 0, 0, 1, 1, 3)])],
    ['a PDV that claims 4 GB', concatBytes([header(4, 10), Uint8Array.of(255, 255, 255, 255, 1, 3)])],
    [
      'a P-DATA-TF that ends inside a PDV header',
      concatBytes([header(4, 10), Uint8Array.of(0, 0, 0, 2, 1, 3), new Uint8Array(4)]),
    ],
  ])('refuses %s by its header alone', (_name, bytes) => {
    expect(refused(bytes)).toMatchObject({ kind: 'violation', reason: abortReason.invalidPduParameterValue });
  });

  it('refuses PDU types that do not exist, such as an HTTP request', () => {
    const bytes = new TextEncoder().encode('GET / HTTP/1.1\r\n\r\n');
    expect(refused(bytes)).toMatchObject({ reason: abortReason.unrecognizedPdu });
  });

  it('tolerates a fragment of exactly the offered maximum, without the headers', () => {
    const limits = { ...defaultUpperLayerLimits, maxPduBytes: 1024 };
    expect(refused(dataPdv(new Uint8Array(1024)), limits)).toBeUndefined();
    expect(refused(dataPdv(new Uint8Array(1031)), limits)).toBeDefined();
  });

  it.each([
    ['an even presentation context id', [2]],
    ['the same id twice', [1, 1]],
    ['the id 0', [0]],
  ])('refuses %s', (_name, ids) => {
    const presentationContexts = ids.map((id) => ({
      id,
      abstractSyntaxUid: '1.2',
      transferSyntaxUids: ['1.2'],
    }));
    expect(refused(encodePdu(associateRq({ presentationContexts })))).toMatchObject({
      reason: abortReason.invalidPduParameterValue,
    });
  });

  it('refuses items that end past their container, wherever an association request is cut', () => {
    const whole = encodePdu(associateRq());
    for (let lengthBytes = 74; lengthBytes < whole.length; lengthBytes++) {
      const cut = whole.slice(0, lengthBytes);
      new DataView(cut.buffer).setUint32(2, lengthBytes - 6);
      const { seen, violation } = decodeInChunks(cut, []);
      // A cut between two items leaves a shorter but readable request.
      expect(seen.length + (violation === undefined ? 0 : 1)).toBe(1);
    }
  });

  it('reads nothing any more after a violation', () => {
    const decoder = createPduDecoder(defaultUpperLayerLimits, {
      onPdu: () => expect.unreachable(),
      onPdvStart: () => expect.unreachable(),
      onPdvBytes: () => expect.unreachable(),
      onPdvEnd: () => expect.unreachable(),
    });
    const violation = decoder.feed(header(99, 1));
    expect(decoder.feed(encodePdu({ kind: 'release-rq' }))).toBe(violation);
  });
});

describe('stopping the decoder', () => {
  it('leaves a refused fragment and what follows it to be fed again', () => {
    const bytes = concatBytes([
      dataPdv(Uint8Array.of(1)),
      dataPdv(new Uint8Array(0)),
      dataPdv(Uint8Array.of(2)),
    ]);
    const pieces: number[] = [];
    let starts = 0;
    let mayPass = false;
    const decoder = createPduDecoder(defaultUpperLayerLimits, {
      onPdu: () => undefined,
      onPdvStart() {
        starts++;
        const passes = mayPass;
        mayPass = false;
        return passes;
      },
      onPdvBytes: (piece) => pieces.push(...piece),
      onPdvEnd: () => undefined,
    });
    let offset = 0;
    for (let round = 0; round < 3; round++) {
      offset += decoder.feed(bytes.subarray(offset)) as number;
      mayPass = true;
    }
    offset += decoder.feed(bytes.subarray(offset)) as number;
    expect(offset).toBe(bytes.length);
    expect(pieces).toEqual([1, 2]);
    expect(starts).toBe(6);
  });

  it('stops after the piece whose listener asked for it', () => {
    const bytes = concatBytes([dataPdv(Uint8Array.of(1, 2)), dataPdv(Uint8Array.of(3))]);
    const decoder = createPduDecoder(defaultUpperLayerLimits, {
      onPdu: () => undefined,
      onPdvStart: () => true,
      onPdvBytes: () => decoder.stop(),
      onPdvEnd: () => undefined,
    });
    expect(decoder.feed(bytes)).toBe(14);
  });
});
