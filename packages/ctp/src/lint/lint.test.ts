import { describe, expect, it } from 'vitest';
import { ctpFileKind } from '../script/file-kind.ts';
import { type CtpFiles, lintCtpFiles } from './lint-files.ts';

const complete = '<r en="T" t="unspecifiedelements">x</r>';

function codesOf(body: string, more: Omit<CtpFiles, 'script'> = {}): string[] {
  const findings = lintCtpFiles({ script: `<script>\n${body}\n${complete}</script>`, ...more });
  return findings.map(({ code, severity, line }) => `${severity} ${code} ${line ?? ''}`.trim());
}

const rule = (code: string, tag = '00100020'): string => `<e en="T" t="${tag}" n="">${code}</e>`;

describe('the linter', () => {
  it.each([
    ['@hash(this,8)', []],
    ['@Hash(this)', ['error miscasedFunction 2']],
    ['@scramble(this)', ['error unknownFunction 2']],
    ['someone@example.org', ['error malformedCall 2']],
    ['someone\\@example.org', []],
    ['@hash(this', ['error malformedCall 2']],
    ['@hash()', ['error missingArgument 2']],
    ['@hash(NoSuchElement)', ['error unknownElement 2']],
    ['@hash(ReferencedSOPInstanceUID)', ['error dicomKeyword 2']],
    ['@hash(RefSOPInstanceUID)', []],
    ['@hash((0008,1155))', []],
    ['@hashptid(@SITE,this)', ['error undefinedParameter 2']],
    ['@truncate(this,few)', ['warning badArgument 2']],
    ['@round(this,few)', ['error badArgument 2']],
    ['@contents(this,"(?=x)")', ['error badPattern 2']],
    ['@contents(this,"x*+")', ['warning patternDiffers 2']],
    ['@contents(this,"\\d")', ['warning badArgument 2']],
    ['@if(this,equal,"x"){a}{b}', ['error badArgument 2']],
    ['@if(this,isblank){a}', ['warning missingBlock 2']],
    ['@lookup(this,ptid)', ['error missingLookupTable 2']],
    ['@call(plugin)', ['error unsupportedFunction 2']],
    ['@encrypt(this,"k")', ['warning weakCipher 2']],
    [' @always()x', ['warning neverEvaluated 2']],
    ['@if(this,exists){\n@Keep()}{}', ['error miscasedFunction 3']],
  ] as [string, string[]][])('says of %s what there is to say, with its line', (code, expected) => {
    expect(codesOf(rule(code))).toEqual(expected);
  });

  it('offers the name that CTP has for an element', () => {
    const [finding] = lintCtpFiles({ script: `set.[0010,0020]x=@hash(ReferencedSOPInstanceUID)` });
    expect(finding?.message).toContain('RefSOPInstanceUID');
    expect(finding?.element).toBe('(0010,0020)');
  });

  it('names circles of rules', () => {
    const body =
      rule('@hashuid(1.2,this,StudyInstanceUID)', '00080018') +
      rule('@hashuid(1.2,this,SOPInstanceUID)', '0020000d');
    const [finding] = lintCtpFiles({ script: `<script>${body}${complete}</script>` });
    expect(finding).toMatchObject({ code: 'cycle', severity: 'error' });
    expect(finding?.message).toContain('SOPInstanceUID → StudyInstanceUID → SOPInstanceUID');
  });

  it('knows the key types of the lookup table', () => {
    const lookupTable = 'ptid/A = 1';
    expect(codesOf(rule('@lookup(this,ptid)'), { lookupTable })).toEqual([]);
    expect(codesOf(rule('@lookup(this,other)'), { lookupTable })).toEqual(['error missingLookupKeyType 2']);
  });

  it('refuses a text where CTP would keep the original value', () => {
    expect(codesOf(rule('REMOVED', '00080020'))).toEqual(['error valueNotAccepted 2']);
    expect(codesOf(rule('20000101', '00080020'))).toEqual([]);
  });

  it('refuses rules for the pixels', () => {
    expect(codesOf(rule('@remove()', '7fe00010'))).toEqual(['error badRule 2']);
  });

  it('says what stays when nothing is said of it', () => {
    const codes = lintCtpFiles({ script: `<script>${rule('@empty()')}</script>` }).map(({ code }) => code);
    expect(codes).toContain('sequencesUntouched');
    expect(codes).toContain('identityNotTouched');
  });

  it('points to the line of what cannot be read', () => {
    expect(codesOf('</wrong>')).toContain('error notReadable 2');
    expect(codesOf('<e en="T" t="0010">x</e>')).toContain('error badTag 2');
    expect(lintCtpFiles({ script: 'param.A=1\nnonsense' })[0]).toMatchObject({ code: 'badRule', line: 2 });
  });

  it('expands no entities of documents', () => {
    const script = '<!DOCTYPE script [<!ENTITY a "x">]><script><e en="T" t="00100020" n="">&a;</e></script>';
    expect(lintCtpFiles({ script }).map(({ code }) => code)).toContain('notReadable');
  });

  it('looks at filters and pixel scripts', () => {
    const findings = lintCtpFiles({
      filter: 'Modality.equals("CT"\n) + ReferencedSOPInstanceUID.equals("1")',
      pixelScript: 'US machines\n{ Modality.equals("US") } (0,0,x,4)',
    });
    expect(findings.map(({ file, code, line }) => [file, code, line])).toEqual([
      ['filter', 'unknownElement', 2],
      ['pixelScript', 'regionDropped', 2],
      ['pixelScript', 'pixelSignature', 2],
    ]);
  });

  it('never quotes a lookup table', () => {
    const findings = lintCtpFiles({ lookupTable: 'DOE JANE MRN77\nptid,MRN77\n' });
    expect(JSON.stringify(findings)).not.toMatch(/DOE|MRN77/);
    expect(findings.length).toBeGreaterThan(0);
  });
});

describe('the kind of a file', () => {
  it.each([
    ['script', '<script/>'],
    ['script', '#set.[0010,0010]PatientName=@remove()\nparam.A=1'],
    ['script', 'version "6.3"\n- (0010,0010)'],
    ['lookupTable', '# numbers\nptid/MRN\\ 1 = S1'],
    ['lookupTable', 'keytype,key,value\nptid,1,S1'],
    ['filter', '// only CT\nModality.equals("CT")'],
    ['pixelScript', 'CT dose\n{ Modality.equals("CT") } (0,0,10,10)'],
  ])('%s is told by its text', (kind, text) => {
    expect(ctpFileKind(text)).toBe(kind);
  });
});
