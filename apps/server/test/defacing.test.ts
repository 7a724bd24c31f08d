import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { firstText, setBytes } from '@pesscara/dicom';
import { makeSeries, type PhantomInstance } from '@pesscara/phantom';
import { unzipSync } from 'fflate';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { Json } from './kit/api.ts';
import { problemOf } from './kit/api.ts';
import { allItems, approve, makeProject, openCases, saveRoutes } from './kit/builders.ts';
import { facelessProfile, faceSeries, faceSize as size, faceSlices as slices } from './kit/face-series.ts';
import { changed, pixelsOf, readPart10 } from './kit/objects.ts';
import { send } from './kit/sender.ts';
import { startServer } from './kit/server.ts';
import { until } from './kit/until.ts';

const server = await startServer();
await makeProject(server, 'faces', await facelessProfile(server));
await saveRoutes(server, [{ project: 'faces' }]);

const faceUrl = (one: Json) => `/projects/faces/quarantine/${String(one['id'])}/face`;

async function standingOf(one: Json, states: string[]): Promise<Json> {
  let last: Json = {};
  return until(
    `a face that is ${states.join(' or ')}`,
    async () => {
      last = (await server.api('GET', faceUrl(one))).body;
      return states.includes(String(last['state'])) && last;
    },
    { seen: () => last },
  );
}

/** A case by its series, once it has heard of so many versions of its images. */
async function caseOf(seriesDescription: RegExp, version = 1): Promise<Json> {
  return until(`version ${version} of a case`, async () => {
    const all = await allItems(server.admin, '/projects/faces/quarantine');
    const found = all.find((one) => seriesDescription.test(String(one['seriesDescription'])));
    return found !== undefined && Number(found['version']) >= version && found;
  });
}

async function releasedInstances(seriesId: unknown) {
  const zip = await server.api('GET', `/projects/faces/series/${String(seriesId)}/files?format=dicom`);
  expect(zip.status).toBe(200);
  return Object.values(unzipSync(zip.bytes)).map((file) => readPart10(file));
}

const head = faceSeries(1, 'Sag T1 3D first');
const coarse = makeSeries({ kind: 'flair', slices: 24, size: 32, seriesNumber: 2 });
await send(server, [...head.instances, ...coarse]);
await openCases(server, 'faces', { count: 2, instances: slices + 24 });
const waiting = await caseOf(/Sag T1/);

describe('a head whose profile removes faces', () => {
  it('cannot be approved before its face is gone, and then shows it before and after', async () => {
    const standing = await standingOf(waiting, ['defaced', 'not-defaced']);
    expect(standing).toMatchObject({ state: 'defaced', detail: null, hasPictures: true, mayRestore: true });
    expect((standing['measures'] as Record<string, number>)['skinRemovedShare']).toBeGreaterThan(0.8);
    const [before, after] = await Promise.all(
      ['before', 'after'].map((moment) => server.api('GET', `${faceUrl(waiting)}/pictures/face/${moment}`)),
    );
    expect(before?.headers.get('cache-control')).toBe('no-store');
    expect((await sharp(before?.bytes).metadata()).format).toBe('webp');
    expect(after?.bytes.equals(before?.bytes ?? Buffer.alloc(0))).toBe(false);
  });

  it('is accepted and released without its face, its brain bit for bit as it came', async () => {
    const accepted = await server.api('POST', `${faceUrl(waiting)}/decisions`, { decision: 'accept' });
    expect(accepted.body).toMatchObject({ state: 'accepted', decision: { reason: null } });
    await approve(server, 'faces', [await caseOf(/Sag T1/, 2)]);
    const released = await releasedInstances(waiting['seriesId']);
    expect(released).toHaveLength(slices);
    let [changedPixels, brainPixels] = [0, 0];
    for (const { dataSet, text, instanceNumber, pixels } of released) {
      expect(text('RecognizableVisualFeatures')).toBe('NO');
      expect(text('DerivationDescription')).toContain('Face removed');
      const codes = dataSet.get('DeidentificationMethodCodeSequence');
      const values =
        codes?.kind === 'sequence' ? codes.items.map((item) => firstText(item, 'CodeValue')) : [];
      expect(values).toContain('113102');
      const [was, is] = [pixelsOf(head.instances[instanceNumber - 1] as PhantomInstance), pixels()];
      expect(is.length).toBe(was.length);
      for (let at = 0; at < was.length / 2; at++) {
        if (was.readUInt16LE(at * 2) === is.readUInt16LE(at * 2)) continue;
        changedPixels += 1;
        brainPixels += head.brain[(instanceNumber - 1) * size * size + at] as number;
      }
    }
    expect(brainPixels).toBe(0);
    expect(changedPixels).toBeGreaterThan(5000);
  });

  it('leaves no picture of the face and no original behind when it is released', async () => {
    await until('the originals to be gone', async () => {
      const { status } = await server.api('GET', `${faceUrl(waiting)}/pictures/face/before`);
      const files = await readdir(path.join(server.dataDir, 'vault'));
      return status === 404 && files.filter((name) => /^[0-9a-f]{32}$/.test(name)).length === 0;
    });
  });
});

describe('a series in which no face can be seen', () => {
  it('says why, and is released as it came', async () => {
    const one = await caseOf(/FLAIR/);
    expect(await standingOf(one, ['not-applicable'])).toMatchObject({
      detail: 'The slices lie too far apart to show a face.',
      hasPictures: false,
    });
    await approve(server, 'faces', [one]);
    const [first] = await releasedInstances(one['seriesId']);
    expect(first?.text('RecognizableVisualFeatures')).toBeUndefined();
  });
});

describe('a head whose face cannot be found', () => {
  it('waits for the decision of a person, who lets it pass with a reason', async () => {
    const noise = faceSeries(3, 'Sag T1 3D noise').instances.map((instance) =>
      changed(instance, (dataSet) => {
        const words = Uint16Array.from({ length: size * size }, (_, at) => (at * 7919) % 31);
        setBytes(dataSet, 'PixelData', 'OW', new Uint8Array(words.buffer));
      }),
    );
    await send(server, noise);
    const [one] = await openCases(server, 'faces', { count: 1, instances: slices });
    if (one === undefined) throw new Error('There is a case');
    expect(await standingOf(one, ['not-defaced'])).toMatchObject({ hasPictures: false, mayRestore: false });
    const refused = await server.api('POST', `/projects/faces/quarantine/${String(one['id'])}/decisions`, {
      verdict: 'approve',
      version: one['version'],
    });
    expect(problemOf(refused)).toBe('curation/face-undecided');
    const { body: detail } = await server.api('GET', `/projects/faces/quarantine/${String(one['id'])}`);
    expect(detail['policy']).toMatchObject({ mayApprove: false });
    const decide = (body: Json) => server.admin('POST', `${faceUrl(one)}/decisions`, { body });
    expect(problemOf(await decide({ decision: 'exempt' }))).toBe('defacing/not-decidable');
    expect(problemOf(await decide({ decision: 'restore', reason: 'Give it back' }))).toBe(
      'defacing/not-decidable',
    );
    const passed = await decide({ decision: 'exempt', reason: 'Only noise, no head' });
    expect(passed.body).toMatchObject({ state: 'exempted', decision: { reason: 'Only noise, no head' } });
    await approve(server, 'faces', [one]);
  });
});

describe('a reviewer who wants the face back', () => {
  it('gets every pixel and header as they were, and the record says so', async () => {
    const again = faceSeries(4, 'Sag T1 3D again');
    await send(server, again.instances);
    const [one] = await openCases(server, 'faces', { count: 1, instances: slices });
    if (one === undefined) throw new Error('There is a case');
    await standingOf(one, ['defaced']);
    const asked = await server.api('POST', `${faceUrl(one)}/decisions`, {
      decision: 'restore',
      reason: 'The orbits are what the study is about',
    });
    expect(asked.status, asked.bytes.toString()).toBe(200);
    await standingOf(one, ['restored']);
    await approve(server, 'faces', [await caseOf(/Sag T1/, 3)]);
    const released = await releasedInstances(one['seriesId']);
    expect(released).toHaveLength(slices);
    for (const { text, instanceNumber, pixels } of released) {
      expect(text('RecognizableVisualFeatures')).toBeUndefined();
      expect(pixels().equals(pixelsOf(again.instances[instanceNumber - 1] as PhantomInstance))).toBe(true);
    }
    const { body } = await server.api('GET', '/audit?type=defacing.face.restored');
    expect((body['items'] as Json[])[0]).toMatchObject({ reason: 'The orbits are what the study is about' });
  });
});
