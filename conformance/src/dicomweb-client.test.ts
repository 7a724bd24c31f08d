import path from 'node:path';
import { makeSeries, patients } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
import { makePerson, makeProject, releaseAll } from '../../apps/server/test/kit/builders.ts';
import { writeFiles } from '../../apps/server/test/kit/sender.ts';
import { startServer } from '../../apps/server/test/kit/server.ts';
import { hasPython, runPython } from './kit/python-peer.ts';

interface Seen {
  search: Record<string, number> & {
    studies: string[];
    paged: string[];
    remaining: string[];
    ofPatient: string[];
    patient: string;
    fields: string[];
  };
  retrieve: Record<string, number> & { mistakes: string[] };
  wholes: { studies: number; mistakes: string[] };
  /** By whether the instance is compressed, then by what was asked for: status and media type. */
  negotiation: Record<'native' | 'compressed', Record<string, string | null>>;
  refusals: Record<string, number>;
}

describe.skipIf(!hasPython)('a Python DICOMweb client', async () => {
  if (!hasPython) return;
  const server = await startServer();
  await makeProject(server, 'web');
  const scientist = await makePerson(server, { roles: { web: ['viewer', 'importer'] } });
  const env = () => ({ DICOMWEB_URL: `${server.url}/dicom-web/web`, DICOMWEB_TOKEN: scientist.token });
  // Three studies of two patients: MR with a cine ultrasound beside it, CT, and a later MR that the client compresses.
  const sent = [
    ...makeSeries({ kind: 'flair', slices: 4 }),
    ...makeSeries({ kind: 'ultrasound', slices: 3, seriesNumber: 2 }),
    ...makeSeries({ kind: 'ct', slices: 3, patient: patients.osterwaldt, studyDate: '20240405' }),
    ...makeSeries({ kind: 't1', slices: 2, studyDate: '20240917' }),
  ];
  let seen: Seen;

  it('stores instances by STOW-RS, compressed ones too', async () => {
    const [first = ''] = await writeFiles(sent);
    const stored = await runPython<{ stored: number; failed: number }>(
      'use_dicomweb.py',
      ['store', path.dirname(first)],
      env(),
    );
    expect(stored).toEqual({ stored: sent.length, failed: 0 });
    await releaseAll(server, 'web', { count: 4, instances: sent.length });
  });

  it('searches by QIDO-RS, with keys, ranges, pages and fields', async () => {
    seen = await runPython<Seen>('use_dicomweb.py', ['read'], env());
    const { search } = seen;
    expect(search.studies).toHaveLength(3);
    expect(search.paged).toEqual(search.studies);
    expect([...search.remaining].sort()).toEqual([...search.studies].sort());
    expect(new Set(search.ofPatient)).toEqual(new Set([search.patient]));
    expect(search).toMatchObject({
      before: 0,
      nothing: 0,
      fuzzyOff: 3,
      fuzzyOn: 3,
      ultrasound: 1,
      modalities: 1,
    });
    expect(search['ofDate']).toBeGreaterThan(0);
    expect(search['wildcard']).toBeGreaterThan(0);
    expect(search['seriesOfStudy']).toBeGreaterThan(0);
    expect(search['instancesOfSeries']).toBeGreaterThan(0);
    expect(search.fields).toContain('00180050');
    expect(search['all']).toBeGreaterThan(40);
  });

  it('retrieves by WADO-RS instances, metadata, frames, pictures and bulk data that agree with each other', () => {
    expect(seen.retrieve.mistakes).toEqual([]);
    const count = seen.retrieve['instances'];
    expect(seen.retrieve).toMatchObject({
      series: 4,
      identityRemoved: count,
      metadataEqual: count,
      framesEqual: count,
      rendered: count,
    });
    expect(count).toBe(sent.length);
    // The one that the client compressed has its pixels in fragments.
    expect(seen.retrieve['bulkEqual']).toBe(sent.length - 1);
  });

  it('gets the same instances by study, series and instance', () => {
    expect(seen.wholes).toEqual({ studies: 3, mistakes: [] });
  });

  it('gets what viewers in browsers ask for, and 406 for what there is not', () => {
    const json = '200 application/dicom+json';
    const part = (type: string) => `200 multipart/related of ${type}`;
    const jpeg = '200 image/jpeg JPEG';
    const impossible = '406 application/problem+json';
    const octets = 'application/octet-stream';
    const native = {
      metadata: json,
      'metadata, any': json,
      'metadata, json': json,
      'frame, OHIF': part(octets),
      'frame, decoded': part(octets),
      'frame, bare': `200 ${octets}`,
      'frame, choice': part(octets),
      'frame, impossible': impossible,
      'frames, bare': impossible,
      'frame, absent': '404 application/problem+json',
      'instance, part': part('application/dicom'),
      'instance, alone': '200 application/dicom',
      'instance, choice': part('application/dicom'),
      'instance, impossible': impossible,
      'study, alone': impossible,
      'study, choice': part('application/dicom'),
      rendered: jpeg,
      'rendered, browser': jpeg,
      'rendered, windowed': jpeg,
      'rendered series': jpeg,
      thumbnail: jpeg,
      'thumbnail of a frame': jpeg,
      'thumbnail of a series': jpeg,
      'thumbnail of a study': jpeg,
      'rendered, impossible': impossible,
      'bulk data, OHIF': part(octets),
      'bulk data, impossible': impossible,
    };
    expect(seen.negotiation.native).toEqual(native);
    expect(seen.negotiation.compressed).toEqual({ ...native, 'bulk data, OHIF': null });
  });

  it('is told by status what is not there, not allowed, or not possible', () => {
    expect(seen.refusals).toEqual({
      unknownStudy: 404,
      unknownInstance: 404,
      anonymous: 401,
      impossible: 406,
      htmlSearch: 406,
      wrongUid: 400,
      otherBody: 415,
      otherParts: 415,
      noBoundary: 400,
      wrongLimit: 400,
    });
  });
});
