const headerBytes = 64;
const longestRun = 128;

/** Packs the bytes of one row of a segment (PackBits, PS3.5 G.3.1); runs do not cross rows (G.3.2). */
function packRow(row: Uint8Array, packed: number[]): void {
  let at = 0;
  while (at < row.length) {
    let run = 1;
    while (run < longestRun && at + run < row.length && row[at + run] === row[at]) run += 1;
    if (run > 1) {
      packed.push(257 - run, row[at] as number);
      at += run;
      continue;
    }
    const start = at;
    // A literal ends before two equal bytes that a third follows: a shorter run saves nothing.
    while (
      at < row.length &&
      at - start < longestRun &&
      !(row[at] === row[at + 1] && row[at] === row[at + 2] && at + 2 < row.length)
    )
      at += 1;
    packed.push(at - start - 1);
    for (let index = start; index < at; index += 1) packed.push(row[index] as number);
  }
}

function packSegment(frame: Uint8Array, offset: number, stride: number, columns: number): Uint8Array {
  const count = Math.floor(frame.length / stride);
  const packed: number[] = [];
  const row = new Uint8Array(columns);
  for (let pixel = 0; pixel < count; pixel += columns) {
    for (let x = 0; x < columns; x += 1) row[x] = frame[(pixel + x) * stride + offset] as number;
    packRow(row, packed);
  }
  if (packed.length % 2 === 1) packed.push(0);
  return Uint8Array.from(packed);
}

/**
 * Encodes a frame as RLE Lossless (PS3.5 Annex G): a segment for each byte of each sample, most significant first.
 * @param frame little endian, samples of a pixel side by side
 */
export function encodeRle(
  frame: Uint8Array,
  {
    columns,
    samplesPerPixel,
    bitsAllocated,
  }: { columns: number; samplesPerPixel: number; bitsAllocated: number },
): Uint8Array {
  const bytesPerSample = bitsAllocated / 8;
  const stride = bytesPerSample * samplesPerPixel;
  const segments: Uint8Array[] = [];
  for (let sample = 0; sample < samplesPerPixel; sample += 1)
    for (let byte = bytesPerSample - 1; byte >= 0; byte -= 1)
      segments.push(packSegment(frame, sample * bytesPerSample + byte, stride, columns));
  const encoded = new Uint8Array(segments.reduce((sum, { length }) => sum + length, headerBytes));
  const view = new DataView(encoded.buffer);
  view.setUint32(0, segments.length, true);
  let at = headerBytes;
  for (const [index, segment] of segments.entries()) {
    view.setUint32(4 + index * 4, at, true);
    encoded.set(segment, at);
    at += segment.length;
  }
  return encoded;
}
