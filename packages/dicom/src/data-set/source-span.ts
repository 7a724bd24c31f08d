import type { Encoding } from '../encoding.ts';

/** Bytes being read. While a header streams in, `bytes` is replaced by a larger copy; offsets stay valid. */
export type SourceBuffer = { bytes: Uint8Array };

/** A buffer together with the encoding that the elements pointing at it were read with. */
export type Source = { readonly buffer: SourceBuffer; readonly encoding: Encoding };

/** A run of source bytes: header from `start`, value from `valueStart`, up to `end`. */
export type SourceSpan = {
  readonly source: Source;
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
  /** False for a value of undefined length without its delimiter: a copy would swallow what is written behind it. */
  readonly isClosed?: boolean;
};

/** True for elements read from bytes, which remember where they stood. */
export function isSpanned(element: object): element is SourceSpan {
  return 'source' in element;
}

/** The sources of one buffer: one for each encoding met in it, shared by all its elements. */
export function createSources(buffer: SourceBuffer): (encoding: Encoding) => Source {
  const sources: Source[] = [];
  return ({ explicitVr, littleEndian }) => {
    const known = sources.find(
      ({ encoding }) => encoding.explicitVr === explicitVr && encoding.littleEndian === littleEndian,
    );
    if (known) return known;
    const source: Source = { buffer, encoding: { explicitVr, littleEndian } };
    sources.push(source);
    return source;
  };
}
