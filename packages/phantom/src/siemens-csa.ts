/** An entry of a Siemens "CSA" header: a name, a VR, and values as text. */
export interface CsaEntry {
  readonly name: string;
  readonly vr: string;
  readonly values: readonly string[];
}

const entryHeaderBytes = 84;
const itemHeaderBytes = 16;

/**
 * The container that Siemens scanners put in private elements (0029,xx10) and (0029,xx20), in its form 'SV10': a list of
 * named entries of text. Converters read diffusion and slice timing from it; people find patients' names in it.
 */
export function encodeCsa(entries: readonly CsaEntry[]): Uint8Array {
  const padded = (length: number) => Math.ceil(length / 4) * 4;
  const encoded = entries.map(({ name, vr, values }) => ({
    name,
    vr,
    items: values.map((value) => Buffer.from(`${value}\0`, 'latin1')),
  }));
  const total = encoded.reduce(
    (sum, { items }) =>
      sum +
      entryHeaderBytes +
      items.reduce((bytes, item) => bytes + itemHeaderBytes + padded(item.length), 0),
    16,
  );
  const bytes = Buffer.alloc(total);
  bytes.write('SV10\x04\x03\x02\x01', 0, 'latin1');
  bytes.writeUInt32LE(entries.length, 8);
  bytes.writeUInt32LE(77, 12);
  let at = 16;
  for (const { name, vr, items } of encoded) {
    bytes.write(name, at, 63, 'latin1');
    bytes.writeInt32LE(items.length, at + 64);
    bytes.write(vr, at + 68, 'latin1');
    bytes.writeInt32LE(items.length, at + 76);
    bytes.writeInt32LE(77, at + 80);
    at += entryHeaderBytes;
    for (const item of items) {
      for (const [index, word] of [item.length, item.length, 77, item.length].entries())
        bytes.writeInt32LE(word, at + index * 4);
      item.copy(bytes, at + itemHeaderBytes);
      at += itemHeaderBytes + padded(item.length);
    }
  }
  return bytes;
}
