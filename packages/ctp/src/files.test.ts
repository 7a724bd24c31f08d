import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { convertDicomEdit } from './dicom-edit/convert.ts';
import { readCtpFilter } from './filter.ts';
import { lintCtpFiles } from './lint/lint-files.ts';
import { lookUp, parseLookupTable } from './lookup-table.ts';
import { readCtpPixelScript } from './pixel-script.ts';
import { readCtpScript } from './script/read-script.ts';
import { madeDataSet } from './testing/made-objects.ts';

const image = madeDataSet([
  ['00080060', 'CS', 'US'],
  ['00280010', 'US', '100'],
  ['00280011', 'US', '200'],
]);

describe('any text', () => {
  const text = fc.oneof(
    fc.string(),
    fc
      .array(
        fc.constantFrom(
          ...'<>{}()[]"\\=:@/,.*+!#\n ',
          'true.',
          'script',
          'e',
          '&amp;',
          'set.[0010,0020]',
          '1',
        ),
        {
          maxLength: 60,
        },
      )
      .map((parts) => parts.join('')),
  );

  it('is read as a file of any kind without an error', () => {
    fc.assert(
      fc.property(text, (given) => {
        const filter = readCtpFilter(given);
        const readable = filter.findings.every(({ severity }) => severity !== 'error');
        expect(filter.passes(image) && !readable).toBe(false);
        readCtpPixelScript(given).regionsFor(image);
        parseLookupTable(given);
        readCtpScript(given);
        convertDicomEdit(given);
        lintCtpFiles({ script: given, lookupTable: given, filter: given, pixelScript: given });
      }),
      { numRuns: 500 },
    );
  });
});

describe('a lookup table', () => {
  it('is a properties file, with escapes and lines that go on', () => {
    const { table, findings } = parseLookupTable(
      '! numbers\nptid/A\\ B\\=C : S-1\nptid/long = one\\\n   two\n',
    );
    expect(table.get('ptid/A B=C')).toBe('S-1');
    expect(table.get('ptid/long')).toBe('onetwo');
    expect(findings).toEqual([]);
  });

  it('can be CSV, with a heading and quotation marks', () => {
    const { table } = parseLookupTable('keytype,key,value\nptid,"DOE, J",S1\nptid,2,"a ""b"""\n');
    expect(table.get('ptid/DOE, J')).toBe('S1');
    expect(table.get('ptid/2')).toBe('a "b"');
  });

  it('leads from one value to another, ten times and no further', () => {
    const chain = Array.from({ length: 12 }, (_, at) => `a/${at} = @a/${at + 1}`).join('\n');
    const { table } = parseLookupTable(`${chain}\na/12 = end\nb/0 = @b/0`);
    expect(lookUp(table, 'a/2')).toBe('end');
    expect(lookUp(table, 'a/0')).toBeUndefined();
    expect(lookUp(table, 'b/0')).toBeUndefined();
  });
});

describe('a script', () => {
  it('says the same in both of its forms', () => {
    const xml = readCtpScript(
      '<script><p t="A">1</p><e en="T" t="00100020" n="PatientID">@param(@A)&lt;</e><e en="F" t="00100010" n="">x</e><k en="T" t="0018">x</k><r en="T" t="privategroups">x</r></script>',
    );
    const old = readCtpScript(
      'param.A=1\nset.[0010,0020]PatientID=@param(@A)<\n#set.[0010,0010]=x\nkeep.group0018=\nremove.privategroups=\n',
    );
    for (const script of [xml, old]) {
      expect(script.findings).toEqual([]);
      expect([...script.parameters]).toEqual([['A', '1']]);
      expect(script.rules.map(({ code, target }) => [code, target])).toEqual([
        ['@param(@A)<', { kind: 'tag', tag: 0x00100020 }],
      ]);
      expect([...script.keptGroups]).toEqual([0x0018]);
      expect(script.removesPrivateGroups).toBe(true);
    }
  });
});

describe('a filter', () => {
  it('passes nothing when it cannot be read', () => {
    for (const text of ['', 'Modality', 'Modality.equals(US)', 'Modality.is("US")', 'true. true.', '(true.'])
      expect(readCtpFilter(text)).toMatchObject({
        findings: [expect.objectContaining({ severity: 'error' })],
      });
    expect(readCtpFilter('true. true.').passes(image)).toBe(false);
  });

  it('binds and before or, and not before both', () => {
    expect(readCtpFilter('false. * false. + true.').passes(image)).toBe(true);
    expect(readCtpFilter('!false. * (false. + true.) // so it is').passes(image)).toBe(true);
  });
});

describe('a pixel script', () => {
  const regionsOf = (text: string) => readCtpPixelScript(text).regionsFor(image);

  it('has regions whose ends count, from either side, cut to the image', () => {
    expect(regionsOf('{ true. } (0,0,9,4) (-10,-5,50,50) (300,0,1,1)')).toEqual([
      { left: 0, top: 0, width: 10, height: 5 },
      { left: 190, top: 95, width: 10, height: 5 },
    ]);
  });

  it('takes the first signature that fits, with or without regions', () => {
    expect(regionsOf('{ Modality.equals("US") } no regions { true. } (0,0,1,1)')).toEqual([]);
    expect(regionsOf('{ Modality.equals("CT") } (0,0,1,1)')).toBeUndefined();
  });

  it('takes a brace in quotation marks as text', () => {
    expect(regionsOf('{ Modality.matches("[A-Z]{2}") } (0,0,1,1)')).toHaveLength(1);
  });
});
