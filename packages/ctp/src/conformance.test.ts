import { describe, expect, it } from 'vitest';
import { ctpConformanceStatement } from './conformance.ts';
import { ctpConformanceMarkdown } from './conformance-markdown.ts';
import { functionShapes } from './lint/lint-functions.ts';
import { functionMeanings } from './script/function-meanings.ts';
import { readCtpScript } from './script/read-script.ts';
import { ctpRuleInWords, mayTellOriginal } from './script/rule-words.ts';

const script = `<script>
<p t="ROOT">1.2.3</p>
<e en="T" t="00080018" n="">@hashuid(@ROOT,this)</e>
<e en="T" t="00080020" n="">@incrementdate(this,-7)</e>
<e en="T" t="00100010" n="">A|\`B</e>
<e en="T" t="00100020" n="">@if(PatientName,isblank){@remove()}{@truncate(this,2)}</e>
<e en="T" t="0019[SIEMENS MR HEADER]0a" n="">@keep()</e>
<k en="T" t="0018">keep</k>
<r en="T" t="unspecifiedelements">remove</r>
</script>`;
const profile = { id: 'site', version: 2, reference: 'site-2@0123456789ab', sha256: '0'.repeat(64) };
const statement = ctpConformanceStatement({ profile, script, lookupTable: 'ptid/SECRET = S1' });

describe('the conformance statement of a CTP script', () => {
  it('says for every element what the script does, by which functions', () => {
    expect(
      statement.elements.map(({ element, keyword, line, functions }) => [element, keyword, line, functions]),
    ).toEqual([
      ['(0008,0018)', 'SOPInstanceUID', 3, ['hashuid']],
      ['(0008,0020)', 'StudyDate', 4, ['incrementdate']],
      ['(0010,0010)', 'PatientName', 5, []],
      ['(0010,0020)', 'PatientID', 6, ['if', 'remove', 'truncate']],
      ['(0019,{SIEMENS MR HEADER}0A)', null, 7, ['keep']],
    ]);
    expect(statement.functions).toContainEqual({
      name: 'hashuid',
      effect: functionMeanings['hashuid'],
      elements: 1,
    });
    expect(statement.dates).toContain('@incrementdate');
    expect(statement.withoutRule.join(' ')).toContain('groups 0018');
  });

  it('names the findings that hold an object apart from those that a reviewer sees', () => {
    expect(statement.holding.map(({ code }) => code)).toContain('ctp.writeRefused');
    expect(statement.reported.map(({ code }) => code)).toContain('ctp.unscriptedSequence');
  });

  it('holds nothing of the lookup table, and is Markdown whatever the code holds', () => {
    const text = ctpConformanceMarkdown(statement);
    expect(text + JSON.stringify(statement)).not.toContain('SECRET');
    expect(text).toContain('| (0010,0010) | PatientName | 5 | `` A\\|`B `` |');
    const rows = text.split('\n').filter((line) => line.startsWith('| (0'));
    expect(rows).toHaveLength(5);
  });

  it('has words for every function of CTP', () => {
    expect(Object.keys(functionMeanings).sort()).toEqual(Object.keys(functionShapes).sort());
  });
});

describe('a rule in words', () => {
  const read = readCtpScript(script);

  it('quotes the line that a report names', () => {
    expect(ctpRuleInWords(read, 'ctp:4')).toBe(
      `Line 4: @incrementdate(this,-7) — ${functionMeanings['incrementdate'] ?? ''}`,
    );
    expect(ctpRuleInWords(read, 'ctp:untouched')).toContain('no rule');
    expect(ctpRuleInWords(read, 'ctp:99')).toBe('ctp:99');
  });

  it('knows which results may tell the original', () => {
    const telling = ['ctp:3', 'ctp:4', 'ctp:5', 'ctp:6', 'ctp:7', 'ctp:untouched'].filter((name) =>
      mayTellOriginal(read, name),
    );
    expect(telling).toEqual(['ctp:4', 'ctp:6', 'ctp:7']);
  });
});
