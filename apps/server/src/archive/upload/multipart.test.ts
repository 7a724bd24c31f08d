import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../kernel/problems/index.ts';
import { contentTypeParameters, multipartParts } from './multipart.ts';

const contentType = 'multipart/related; type="application/dicom"; boundary="a b"';

interface Part {
  headers: Record<string, string>;
  content: string;
}

function encode(parts: readonly Part[], { preamble = '', epilogue = '' } = {}): Buffer {
  const encoded = parts.map(({ headers, content }) => {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    return `--a b\r\n${lines.join('')}\r\n${content}\r\n`;
  });
  return Buffer.from(`${preamble}${encoded.join('')}--a b--${epilogue}`, 'latin1');
}

/** Pieces of a body, each in a turn of the event loop of its own, as a network gives them. */
async function* inPieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0;
  for (let turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    await new Promise((resolve) => setImmediate(resolve));
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function decode(bytes: Buffer, sizes: readonly number[]): Promise<Part[]> {
  const parts: Part[] = [];
  for await (const { headers, body } of multipartParts(Readable.from(inPieces(bytes, sizes)), contentType)) {
    const chunks: Buffer[] = [];
    for await (const chunk of body) chunks.push(chunk);
    parts.push({ headers: { ...headers }, content: Buffer.concat(chunks).toString('latin1') });
  }
  return parts;
}

const anyParts = fc.array(
  fc.record({
    headers: fc.constantFrom(
      {},
      { 'content-type': 'application/dicom' },
      { 'content-location': '7', x: 'y' },
    ),
    // Made of what boundaries are made of, so that near misses are common.
    content: fc
      .array(fc.constantFrom('\r', '\n', '-', '--a', ' b', 'a b', '\r\n--a', 'x'.repeat(40), '\0'))
      .map((pieces) => pieces.join(''))
      .filter((content) => !`\r\n${content}\r\n`.includes('\r\n--a b')),
  }),
  { maxLength: 4 },
);

describe('multipartParts', () => {
  it('gives the same parts however the body was cut on its way', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyParts,
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 }),
        async (parts, sizes) => {
          expect(await decode(encode(parts), sizes)).toEqual(parts);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('ends when the closing boundary comes late and alone', async () => {
    const bytes = encode([{ headers: { 'content-location': '0' }, content: 'file' }]);
    const closing = bytes.length - '--a b--'.length;
    expect(await decode(bytes, [closing - 6, 4, 2, 7])).toHaveLength(1);
  });

  it('passes over preamble, epilogue and folded headers', async () => {
    const folded = { 'content-type': 'application/dicom;\r\n charset=none' };
    const bytes = encode([{ headers: folded, content: 'x' }], {
      preamble: 'Hello\r\n',
      epilogue: '\r\nGood-bye',
    });
    expect(await decode(bytes, [3])).toEqual([
      { headers: { 'content-type': 'application/dicom; charset=none' }, content: 'x' },
    ]);
  });

  it('skips what a reader left unread', async () => {
    const bytes = encode([
      { headers: {}, content: 'first '.repeat(1000) },
      { headers: {}, content: 'second' },
    ]);
    const seen: string[] = [];
    for await (const { body } of multipartParts(Readable.from(inPieces(bytes, [100])), contentType))
      for await (const chunk of body) {
        seen.push(chunk.toString().slice(0, 6));
        break;
      }
    expect(seen).toEqual(['first ', 'second']);
  });

  it.each([
    ['ends in a part', '--a b\r\n\r\ncontent'],
    ['ends in its headers', '--a b\r\nContent-Type: app'],
    ['ends before the last dashes', '--a b\r\n\r\ncontent\r\n--a b'],
    ['has no boundary at all', 'nothing of the kind'],
    ['is empty', ''],
  ])('refuses a body that %s', async (_, text) => {
    await expect(decode(Buffer.from(text), [5])).rejects.toThrow(ProblemError);
  });

  it('refuses headers without end, and a Content-Type without boundary', async () => {
    await expect(decode(Buffer.from(`--a b\r\nX: ${'y'.repeat(20_000)}`), [1000])).rejects.toThrow(
      /too long/,
    );
    const parts = multipartParts(Readable.from([]), 'multipart/related');
    await expect(parts.next()).rejects.toThrow(/boundary/);
  });

  it('hands on the error of a connection that broke', async () => {
    async function* breaking(): AsyncGenerator<Buffer> {
      yield Buffer.from('--a b\r\n\r\nhalf');
      await Promise.resolve();
      throw new Error('connection reset');
    }
    const parts = multipartParts(Readable.from(breaking()), contentType);
    const read = async () => {
      for await (const { body } of parts)
        for await (const chunk of body) expect(chunk.length).toBeGreaterThan(0);
    };
    await expect(read()).rejects.toThrow('connection reset');
  });
});

describe('contentTypeParameters', () => {
  it('takes quotes off', () => {
    expect(
      contentTypeParameters('multipart/related; Type="application/dicom"; boundary=x\\y; a="b\\"c"'),
    ).toEqual({
      type: 'application/dicom',
      boundary: 'x\\y',
      a: 'b"c',
    });
  });
});
