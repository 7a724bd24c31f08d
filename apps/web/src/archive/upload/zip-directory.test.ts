import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { listZip, readZipEntry, readZipPrefix, whyEncrypted } from './zip-directory.ts';

const long = 'image '.repeat(5000);
const zipped = (comment = '') => {
  const bytes = zipSync(
    {
      'a/one.dcm': [strToU8(long), { level: 6 }],
      'two.dcm': [strToU8('plain'), { level: 0 }],
      'a/': strToU8(''),
    },
    comment === '' ? {} : { comment },
  );
  return new Blob([bytes as BlobPart]);
};
const entryCalled = async (zip: Blob, name: string) => {
  const entry = (await listZip(zip)).entries.find((one) => one.name === name);
  if (entry === undefined) throw new Error(`no ${name}`);
  return entry;
};

describe('zips on the reader’s disk', () => {
  it('are listed without folders', async () => {
    const { entries } = await listZip(zipped());
    expect(entries.map(({ name, sizeBytes }) => [name, sizeBytes])).toEqual([
      ['a/one.dcm', long.length],
      ['two.dcm', 5],
    ]);
  });
  it('give entries back, packed or not', async () => {
    const zip = zipped();
    expect(await (await readZipEntry(zip, await entryCalled(zip, 'a/one.dcm'))).text()).toBe(long);
    expect(await (await readZipEntry(zip, await entryCalled(zip, 'two.dcm'))).text()).toBe('plain');
  });
  it('give the beginning of an entry', async () => {
    const zip = zipped();
    const prefix = await readZipPrefix(zip, await entryCalled(zip, 'a/one.dcm'), 12);
    expect(new TextDecoder().decode(prefix.subarray(0, 12))).toBe('image image ');
    expect((await readZipPrefix(zip, await entryCalled(zip, 'two.dcm'), 3)).length).toBe(3);
  });
  it('say so when they are no zip or cut off', async () => {
    await expect(listZip(new Blob(['no zip at all']))).rejects.toThrow(/not a zip/);
    await expect(listZip(zipped().slice(0, 60))).rejects.toThrow(/not a zip|cut off/);
    await expect(listZip(new Blob([]))).rejects.toThrow(/not a zip/);
  });
  it('say which files are encrypted, and what to do', async () => {
    const bytes = new Uint8Array(await zipped().arrayBuffer());
    // The flag of the second entry of the directory (APPNOTE 4.3.12).
    const entries = [...bytes.keys()].filter(
      (at) => bytes[at] === 0x50 && bytes[at + 2] === 1 && bytes[at + 3] === 2,
    );
    bytes[(entries[1] ?? 0) + 8] = 1;
    const { entries: readable, unreadable } = await listZip(new Blob([bytes as BlobPart]));
    expect(readable.map(({ name }) => name)).toEqual(['a/one.dcm']);
    expect(unreadable).toEqual([{ name: 'two.dcm', reason: whyEncrypted }]);
    expect(whyEncrypted).toContain('with its password');
  });
  it('unpack no more than the directory names', async () => {
    const zip = zipped();
    const entry = await entryCalled(zip, 'a/one.dcm');
    const short = readZipEntry(zip, { ...entry, sizeBytes: 10 }).then((blob) => blob.size);
    expect(await short.catch(() => 0)).toBeLessThanOrEqual(10);
  });
});
