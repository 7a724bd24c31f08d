import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { centres, identifyingTexts, patients } from '@pesscara/phantom';
import { afterEach, describe, expect, it } from 'vitest';
import type { Json } from '../../apps/server/test/kit/api.ts';
import {
  allItems,
  makeProject,
  openCases,
  releaseAll,
  releasedFiles,
  saveRoutes,
} from '../../apps/server/test/kit/builders.ts';
import { dumpedValues } from '../../apps/server/test/kit/database-dump.ts';
import { multipartOf } from '../../apps/server/test/kit/multipart.ts';
import { createNeedles } from '../../apps/server/test/kit/needles.ts';
import { readPart10 } from '../../apps/server/test/kit/objects.ts';
import { echoes, send } from '../../apps/server/test/kit/sender.ts';
import { startServer } from '../../apps/server/test/kit/server.ts';
import { memoryRise } from '../../apps/server/test/kit/server-process.ts';
import {
  type BadObject,
  deepAndWide,
  type Fate,
  fileOf,
  polyglots,
  truncated,
  wronglyMeasured,
  wronglyNamed,
  wronglyPacked,
  wronglyTyped,
} from './kit/bad-objects.ts';

const mebibyte = 1024 * 1024;
const server = await startServer({ settings: { PESSCARA_LOG_LEVEL: 'trace' } });
const projects = ['uploaded', 'stowed', 'sent'] as const;
for (const key of projects) await makeProject(server, key);
await saveRoutes(server, [{ project: 'sent', match: { callingAe: 'BAD' } }]);
const session = String((await server.api('POST', '/projects/uploaded/uploads')).body['id']);
const needles = createNeedles(
  identifyingTexts([patients.quillfeather], [centres.northgate], []).filter((text) => text.length > 5),
);
const none = (): Record<Fate, number> => ({ stored: 0, held: 0, refused: 0 });
/** What should have become of everything that was sent, by project. */
const count = { uploaded: none(), stowed: none(), sent: none() };

/** What became of it by upload, with the reason that is given. */
async function upload(object: BadObject): Promise<string> {
  const answer = await server.admin('POST', `/projects/uploaded/uploads/${session}/files`, {
    bytes: fileOf(object),
    contentType: 'application/dicom',
  });
  expect(answer.status, `${object.name}: ${answer.bytes.toString()}`).toBe(200);
  const [result] = answer.body['results'] as { outcome: string; reason: string | null }[];
  const isExplained = result?.outcome === 'stored' || (result?.reason ?? '').length > 6;
  return `${result?.outcome ?? 'nothing'}${isExplained ? '' : ' without a reason'}`;
}

/** The same by STOW-RS: 200 is kept, 202 with a warning held, 409 refused (PS3.18 10.5.3). */
async function stow(object: BadObject): Promise<string> {
  const answer = await server.admin(
    'POST',
    '/dicom-web/stowed/studies',
    multipartOf([{ bytes: fileOf(object) }]),
  );
  const numberIn = (sequence: string, tag: string) =>
    (answer.body[sequence] as { Value?: Record<string, { Value?: number[] }>[] } | undefined)?.Value?.[0]?.[
      tag
    ]?.Value?.[0];
  const [warning, failure] = [numberIn('00081199', '00081196'), numberIn('00081198', '00081197')];
  if (answer.status === 200) return 'stored';
  if (answer.status === 202 && warning === 0xb000) return 'held';
  return answer.status === 409 && failure === 0xc000 ? 'refused' : `${answer.status} ${String(failure)}`;
}

/** By C-STORE: success says that we have it, held or not; PS3.4 B.2.3 names the failures. */
async function store(object: BadObject): Promise<string> {
  const status = (await send(server, [object], { callingAe: 'BAD' })).get(object.sopInstanceUid);
  if (status === 0) return 'stored';
  return status === 0xc000 || status === 0xa900 ? 'refused' : `status ${status?.toString(16) ?? 'none'}`;
}

const doors = { uploaded: upload, stowed: stow, sent: store };

/** Sends every object by every door; gives those that fared otherwise than they should. */
async function fareOf(
  objects: readonly BadObject[],
  by: readonly (keyof typeof doors)[] = projects,
): Promise<string[]> {
  const odd: string[] = [];
  for (const object of objects) {
    const seen: string[] = [];
    const expected: string[] = [];
    for (const project of by) {
      seen.push(await doors[project](object));
      expected.push(project === 'sent' && object.fate === 'held' ? 'stored' : object.fate);
      count[project][object.fate] += 1;
    }
    if (seen.join() !== expected.join())
      odd.push(`${object.name}: ${seen.join(', ')} instead of ${expected.join(', ')}`);
  }
  return odd;
}

afterEach(async () => {
  expect(await echoes(server)).toBe(true);
});

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

describe('an object', () => {
  it('that ends early is held when its header is cut, and refused when its pixels are', async () => {
    expect(await fareOf(truncated())).toEqual([]);
  });

  it('with values under wrong VRs is cleaned all the same, or held', async () => {
    expect(await fareOf(wronglyTyped())).toEqual([]);
  });

  it('with a name for its class or its transfer syntax keeps it nowhere', async () => {
    expect(await fareOf(wronglyNamed(), ['uploaded', 'stowed'])).toEqual([]);
  });

  it('with lengths beyond its end costs no memory and is not followed there', async () => {
    const rise = await memoryRise(server.pid, async () => {
      expect(await fareOf(wronglyMeasured())).toEqual([]);
    });
    expect(rise).toBeLessThan(100 * mebibyte);
  });

  it('that is packed to blow up is given up before it does', async () => {
    const rise = await memoryRise(server.pid, async () => {
      expect(await fareOf(wronglyPacked())).toEqual([]);
    });
    expect(rise).toBeLessThan(200 * mebibyte);
  });

  // An element costs some 200 bytes while its header is worked on, in the thread that received it: two of them here.
  it('with very deep sequences or a million elements is taken or held, in bounded memory', async () => {
    const rise = await memoryRise(server.pid, async () => {
      expect(await fareOf(deepAndWide())).toEqual([]);
    });
    expect(rise).toBeLessThan(1024 * mebibyte);
  });

  it('that is something else too loses what makes it so', async () => {
    expect(await fareOf(polyglots())).toEqual([]);
  });
});

describe('what came of them', () => {
  it('is held once for each door, with a reason, and named by nothing of its own', async () => {
    const held = await allItems(server.admin, '/held');
    expect(held).toHaveLength(projects.reduce((sum, project) => sum + count[project].held, 0));
    expect(held.filter(({ reason }) => reason !== 'malformed')).toEqual([]);
    expect(held.filter(({ detail }) => String(detail).length < 10)).toEqual([]);
    expect(needles.search(Buffer.from(JSON.stringify(held)), 'the held area')).toEqual([]);
    const channels = held.map(({ channel }) => String(channel)).sort();
    expect(new Set(channels)).toEqual(new Set(['dimse', 'stow', 'upload']));
  });

  it('can be released, with an empty preamble and nobody’s name in it', async () => {
    for (const project of projects) {
      const { stored } = count[project];
      await releaseAll(server, project, { count: stored, instances: stored });
      const files = await releasedFiles(server, project);
      expect(files).toHaveLength(stored);
      for (const file of files) {
        expect(file.subarray(0, 132).toString('latin1')).toBe(`${'\0'.repeat(128)}DICM`);
        expect(readPart10(file).text('PatientIdentityRemoved')).toBe('YES');
        expect(needles.search(file.subarray(0, mebibyte), 'a released file')).toEqual([]);
      }
    }
  });

  it('is drawn or not drawn, but asks for no memory that its header claims', async () => {
    const series = await allItems(server.admin, '/projects/uploaded/series');
    const statuses: number[] = [];
    const rise = await memoryRise(server.pid, async () => {
      const studies = await server.api('GET', '/dicom-web/uploaded/instances');
      for (const found of JSON.parse(studies.bytes.toString()) as Record<string, { Value?: string[] }>[]) {
        const [study = '', one = '', instance = ''] = ['0020000D', '0020000E', '00080018'].map(
          (tag) => found[tag]?.Value?.[0] ?? '',
        );
        const at = `/dicom-web/uploaded/studies/${study}/series/${one}/instances/${instance}`;
        for (const part of ['/rendered', '/frames/1', '/metadata', '/thumbnail'])
          statuses.push((await server.api('GET', `${at}${part}`)).status);
      }
    });
    expect(series).toHaveLength(count.uploaded.stored);
    expect(statuses.filter((status) => status >= 500)).toEqual([]);
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(count.uploaded.stored * 2);
    expect(rise).toBeLessThan(400 * mebibyte);
  });

  it('leaves no identity in log, database and data folder, and no fault in the log', async () => {
    await openCases(server, 'uploaded', { count: 0 });
    expect(needles.search(Buffer.from(server.output()), 'the log')).toEqual([]);
    for await (const { where, bytes } of dumpedValues(server.databaseUrl))
      expect(needles.search(bytes, where)).toEqual([]);
    const entries = await readdir(server.dataDir, { recursive: true, withFileTypes: true });
    for (const { parentPath, name } of entries.filter((entry) => entry.isFile())) {
      const file = path.join(parentPath, name);
      expect(needles.search(Buffer.from(file), 'file names')).toEqual([]);
      // What is being converted comes and goes.
      const bytes = file.includes('/vault/') ? undefined : await readIfThere(file);
      if (bytes !== undefined) expect(needles.search(bytes, file)).toEqual([]);
    }
    const faults = server
      .output()
      .split('\n')
      .filter((line) => line.includes('"level":50') || line.includes('"level":60'))
      .map((line) => (JSON.parse(line) as Json)['event']);
    expect(faults).toEqual([]);
  });
});
