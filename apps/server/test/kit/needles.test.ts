import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { createNeedles } from './needles.ts';

const { search } = createNeedles(['Zyxquorble', '19430217', 'Straße 7']);
const around = (bytes: Uint8Array) =>
  Buffer.concat([Buffer.from('before it '), bytes, Buffer.from(' behind')]);
const forms = (bytes: Uint8Array) => search(around(bytes), 'here').map(({ form }) => form);

it('finds a text in every form that bytes can take', () => {
  expect(forms(Buffer.from('zyxQUORBLE'))).toEqual(['utf-8']);
  expect(forms(Buffer.from('Straße 7', 'latin1'))).toEqual(['latin-1']);
  expect(forms(Buffer.from('Zyxquorble', 'utf16le'))).toEqual(['utf-16le']);
  expect(forms(Buffer.from('Zyxquorble', 'utf16le').swap16())).toEqual(['utf-16be']);
  expect(forms(Buffer.from(Buffer.from('Zyxquorble').toString('hex')))).toEqual(['hex of utf-8']);
  expect(forms(Buffer.from(encodeURIComponent('Straße 7')))).toEqual(['escaped']);
  expect(forms(Buffer.from('Stra\\u00dfe 7'))).toEqual(['escaped']);
  const tokens = createNeedles(['a~~b??c>>d']);
  expect(tokens.search(Buffer.from(Buffer.from('a~~b??c>>d').toString('base64url')), 'here')).toHaveLength(1);
  for (const before of ['', 'a', 'ab', 'abc'])
    expect(forms(Buffer.from(Buffer.from(`${before}Zyxquorble^`).toString('base64'))), before).toEqual([
      'base64 of utf-8',
    ]);
});

it('finds it in compressed streams', () => {
  const text = Buffer.from('x'.repeat(500) + 'Zyxquorble');
  const entryHead = Buffer.alloc(31, 'n');
  entryHead.set(Buffer.from('504b0304140000000800', 'hex'));
  entryHead.writeUInt16LE(1, 26);
  entryHead.writeUInt16LE(0, 28);
  const entry = Buffer.concat([entryHead, deflateRawSync(text)]);
  const fast = deflateSync(text, { level: 1 });
  for (const stream of [gzipSync(text), deflateSync(text), fast, entry])
    expect(search(around(stream), 'here')[0]?.where).toMatch(/^here, unpacked at 10$/);
  const deflated = Buffer.concat([
    Buffer.from('1.2.840.10008.1.2.1.99\0 more of the file meta'),
    deflateRawSync(text),
  ]);
  expect(search(deflated, 'here').length).toBeGreaterThan(0);
});

it('tells a date from digits of a UID', () => {
  expect(forms(Buffer.from('1943021710'))).toEqual(['utf-8']);
  expect(forms(Buffer.from('2.25.8817319430217665544332211'))).toEqual([]);
});
