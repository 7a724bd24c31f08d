import { parseArgs } from 'node:util';
import { createAcceptor } from '../src/upper-layer/acceptor.ts';
import { concatBytes } from '../src/upper-layer/byte-cursor.ts';
import { defaultUpperLayerLimits } from '../src/upper-layer/limits.ts';
import { encodePdu } from '../src/upper-layer/pdu-encoder.ts';
import { createRequestor } from '../src/upper-layer/requestor.ts';
import { createManualTimers, createRecordingDuplex, settle } from '../test/duplex.ts';
import { associateRq, commandPdv, dataPdv, echoRq, readWritten, storeRq } from '../test/scripted-peer.ts';
import { createRandom, type Random } from './random.ts';

/**
 * Fuzzes the upper layer: conversations that were valid are cut, flipped, repeated and re-ordered, and fed in random
 * pieces to an acceptor and a requestor. Nothing may throw, every association must end exactly once and leave no
 * timer, no store may be left open, and everything answered must itself be readable.
 *
 *     node packages/dicom/fuzz/pdu.ts --seconds 60 [--seed N]
 */
export async function fuzzUpperLayer({
  milliseconds,
  seed,
}: {
  milliseconds: number;
  seed: number;
}): Promise<{
  conversations: number;
  bytes: number;
}> {
  const random = createRandom(seed);
  const deadline = performance.now() + milliseconds;
  let conversations = 0;
  let bytes = 0;
  while (performance.now() < deadline) {
    const script = mutate(random, composeScript(random));
    const pieces = cutInPieces(random, script);
    try {
      await runAcceptor(random, pieces);
      runRequestor(pieces);
    } catch (error) {
      const hex = Buffer.from(script).toString('hex');
      throw new Error(`seed ${seed}, conversation ${conversations}, bytes ${hex}`, { cause: error });
    }
    conversations++;
    bytes += script.length;
  }
  return { conversations, bytes };
}

function composeScript(random: Random): Uint8Array {
  const { presentationContexts } = associateRq();
  const parts: Uint8Array[] = random.chance(0.95) ? [encodePdu(associateRq())] : [];
  for (let count = random.below(6); count > 0; count--) {
    const messageId = random.below(4);
    const data = new Uint8Array(random.below(400));
    const choices: (() => Uint8Array)[] = [
      () => echoRq(messageId),
      () => concatBytes([storeRq(messageId), dataPdv(data)]),
      () => concatBytes([storeRq(messageId), dataPdv(data, false), dataPdv(data)]),
      () => storeRq(messageId),
      () => dataPdv(data, random.chance(0.5)),
      () =>
        commandPdv(3, {
          commandField: random.below(0x10000),
          messageId,
          commandDataSetType: random.below(3),
        }),
      () =>
        encodePdu({
          kind: 'associate-ac',
          ...acFields,
          presentationContexts: presentationContexts.map(acContext),
        }),
      () => encodePdu({ kind: 'associate-rj', result: 1, source: 1, reason: 1 }),
      () => encodePdu({ kind: 'release-rq' }),
      () => encodePdu({ kind: 'release-rp' }),
      () => encodePdu({ kind: 'abort', source: 0, reason: 0 }),
    ];
    parts.push(random.pick(choices)());
  }
  return concatBytes(parts);
}

const { kind: _kind, presentationContexts: _contexts, ...acFields } = associateRq();
const acContext = ({ id, transferSyntaxUids }: { id: number; transferSyntaxUids: readonly string[] }) => ({
  id,
  result: 0,
  transferSyntaxUid: transferSyntaxUids[0] ?? '',
});

function mutate(random: Random, script: Uint8Array): Uint8Array {
  let bytes: Uint8Array = script.slice();
  for (let count = random.below(5); count > 0 && bytes.length > 0; count--) {
    const at = random.below(bytes.length);
    const span = random.below(Math.min(64, bytes.length - at));
    switch (random.below(5)) {
      case 0:
        bytes[at] = random.below(256);
        break;
      case 1:
        bytes[at] = (bytes[at] as number) ^ (1 << random.below(8));
        break;
      case 2:
        bytes = bytes.slice(0, at);
        break;
      case 3:
        bytes = concatBytes([bytes.subarray(0, at), bytes.subarray(at + span)]);
        break;
      default:
        bytes = concatBytes([bytes.subarray(0, at + span), bytes.subarray(at)]);
    }
  }
  return bytes;
}

function cutInPieces(random: Random, script: Uint8Array): Uint8Array[] {
  const longest = 1 + random.below(random.chance(0.3) ? 8 : 600);
  const pieces: Uint8Array[] = [];
  for (let offset = 0; offset < script.length; ) {
    const end = Math.min(script.length, offset + 1 + random.below(longest));
    pieces.push(script.slice(offset, end));
    offset = end;
  }
  return pieces;
}

async function runAcceptor(random: Random, pieces: readonly Uint8Array[]): Promise<void> {
  const transport = createRecordingDuplex();
  const timers = createManualTimers();
  let endings = 0;
  let openStores = 0;
  const isSlow = random.chance(0.2);
  const acceptor = createAcceptor({
    transport,
    timers,
    limits: { ...defaultUpperLayerLimits, maxMessageBytes: 1000 },
    admit: () => ({ kind: 'accepted' }),
    acceptContext: (_uid, [transferSyntaxUid = '1.2']) => ({ kind: 'accepted', transferSyntaxUid }),
    acceptsSopClass: () => random.chance(0.9),
    onStore() {
      openStores++;
      const close = (): void => {
        openStores--;
      };
      const end = (): number | Promise<number> => {
        close();
        return isSlow ? Promise.resolve(0) : 0;
      };
      return { write: () => (isSlow ? Promise.resolve() : undefined), end, abort: close };
    },
    onEnded: () => endings++,
    onFault(error) {
      throw error;
    },
    onImpossibleEvent: 'throw',
  });
  for (const piece of pieces) {
    if (!transport.isDestroyed()) acceptor.feed(piece);
    while (transport.isPaused()) await settle();
  }
  acceptor.transportClosed();
  expectEqual('endings', endings, 1);
  expectEqual('open stores', openStores, 0);
  expectEqual('armed timers', timers.armedCount(), 0);
  readWritten(transport.written);
}

function runRequestor(pieces: readonly Uint8Array[]): void {
  const transport = createRecordingDuplex();
  const timers = createManualTimers();
  const requestor = createRequestor({
    transport,
    timers,
    limits: defaultUpperLayerLimits,
    callingAe: 'FUZZ',
    calledAe: 'PESSCARA',
    presentationContexts: associateRq().presentationContexts,
    answerTimeoutMs: 1000,
    onImpossibleEvent: 'throw',
  });
  void requestor.associate();
  const answer = encodePdu({
    kind: 'associate-ac',
    ...acFields,
    presentationContexts: associateRq().presentationContexts.map(acContext),
  });
  for (const piece of [answer, ...pieces]) if (!transport.isDestroyed()) requestor.feed(piece);
  requestor.transportClosed();
  expectEqual('armed timers of the requestor', timers.armedCount(), 0);
  readWritten(transport.written);
}

function expectEqual(what: string, actual: number, expected: number): void {
  if (actual !== expected) throw new Error(`${what}: ${actual} instead of ${expected}`);
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '60' },
      seed: { type: 'string', default: String(process.pid) },
    },
  });
  const seed = Number(values.seed);
  const { conversations, bytes } = await fuzzUpperLayer({
    milliseconds: Number(values.seconds) * 1000,
    seed,
  });
  process.stdout.write(`${conversations} conversations, ${bytes} bytes, seed ${seed}: nothing found\n`);
}
