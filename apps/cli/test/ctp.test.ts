import { readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeSeries, patients } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../server/test/kit/server.ts';
import { startCommandLine, writeFolder } from './kit/command-line.ts';

const { pesscara, expectDone, openCases, releasedSeries } = await startCommandLine();

const script = `<script>
<p t="UIDROOT">1.2.826.0.1.3680043.10.9999</p>
<e en="T" t="00080018" n="SOPInstanceUID">@hashuid(@UIDROOT,this)</e>
<e en="T" t="0020000d" n="StudyInstanceUID">@hashuid(@UIDROOT,this)</e>
<e en="T" t="0020000e" n="SeriesInstanceUID">@hashuid(@UIDROOT,this)</e>
<e en="T" t="00100010" n="PatientName">@lookup(PatientID,ptid)</e>
<e en="T" t="00100020" n="PatientID">S-@integer(this,ptid,4)</e>
<e en="T" t="00080020" n="StudyDate">@incrementdate(this,-100)</e>
<e en="T" t="00080016" n="SOPClassUID">@keep()</e>
<e en="T" t="00080060" n="Modality">@keep()</e>
<k en="T" t="0018">keep</k>
<k en="T" t="0020">keep</k>
<r en="T" t="privategroups">remove</r>
<r en="T" t="unspecifiedelements">remove</r>
</script>
`;

async function fileOf(name: string, text: string): Promise<string> {
  const file = path.join(temporaryFolder('cli-ctp'), name);
  await writeFile(file, text);
  return file;
}

describe('a project under a CTP script', () => {
  it('has the script as it is: brought, used, seen in review, released', async () => {
    await expectDone(['projects', 'create', 'ctp', '--subject-prefix', 'CTP']);
    const table = await fileOf('lookup.properties', `ptid/${patients.quillfeather.patientId} = TRIAL-7\n`);
    const files = [await fileOf('site.script', script), table];
    const added = await expectDone([
      'ctp',
      'add',
      'site',
      ...files,
      '--project',
      'ctp',
      '--reason',
      'as before',
    ]);
    expect(added.out).toContain('site version 1');
    await expectDone([
      'upload',
      await writeFolder(makeSeries({ kind: 't1-post', slices: 3 })),
      '--project',
      'ctp',
    ]);
    const [waiting] = await openCases('ctp', 3);
    const attributes = await expectDone(['quarantine', 'attributes', 'ctp', waiting?.id ?? '']);
    expect(attributes.out).toContain('TRIAL-7');
    expect(attributes.out).toContain('ctp:6');
    expect(attributes.out).not.toContain('Quillfeather');
    await expectDone(['quarantine', 'approve', 'ctp', waiting?.id ?? '']);
    const [series] = await releasedSeries('ctp', 1);
    expect(series?.instanceCount).toBe(3);
    const header = await expectDone(['series', 'header', 'ctp', series?.id ?? '']);
    expect(header.out).toContain('S-0001');
    expect(header.out).toContain('1.2.826.0.1.3680043.10.9999.');
  });

  it('has its statement, and a preview of a file, as any other profile', async () => {
    const stated = await expectDone(['profiles', 'conformance', 'site']);
    expect(stated.out).toContain('| (0010,0020) | PatientID | 7 |');
    const folder = await writeFolder(makeSeries({ kind: 't1-post', slices: 1 }));
    const names = await readdir(folder, { recursive: true });
    const image = path.join(folder, names.find((name) => name.endsWith('.dcm')) ?? '');
    const shown = await expectDone(['profiles', 'preview', image, '--profile', 'site']);
    expect(shown.out).toContain('Line 7: S-@integer(this,ptid,4)');
    expect(shown.out).toContain('S-0000');
  });

  it('is not had when the script has errors: they are listed with their lines', async () => {
    const wrong = await fileOf('wrong.script', script.replace('@hashuid', '@HashUid'));
    const refused = await pesscara(['ctp', 'add', 'wrong', wrong]);
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('Line 3: (0008,0018)') });
    expect(refused.err).toContain('needs a lookup table');
  });
});
