import { setText } from '@pesscara/dicom';
import { makeSeries, type PhantomInstance, part10Of } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
import yazl from 'yazl';
import { itemsOf, type Json, problemOf } from './kit/api.ts';
import { makePerson, makeProject, openCases, releaseAll, releasedFiles } from './kit/builders.ts';
import { multipartOf } from './kit/multipart.ts';
import { changed, pixelsOf, readPart10 } from './kit/objects.ts';
import { startServer } from './kit/server.ts';

const server = await startServer();
for (const key of ['files', 'zips', 'resumed', 'shy']) await makeProject(server, key);
const importer = await makePerson(server, {
  roles: { files: ['importer'], zips: ['importer'], resumed: ['importer'], shy: ['importer'] },
});

interface Results {
  results: { name: string | null; outcome: string; reason: string | null }[];
  counts: Record<string, number>;
}

async function begin(project: string): Promise<string> {
  const begun = await importer.call('POST', `/projects/${project}/uploads`);
  expect(begun.status, begun.bytes.toString()).toBe(201);
  return `/projects/${project}/uploads/${String(begun.body['id'])}`;
}

async function upload(session: string, bytes: Uint8Array, contentType: string): Promise<Results> {
  const answer = await importer.call('POST', `${session}/files`, { bytes, contentType });
  expect(answer.status, answer.bytes.toString()).toBe(200);
  return answer.body as unknown as Results;
}

function outcomes({ results }: Results): string[] {
  return results.map(({ outcome }) => outcome);
}

interface Entry {
  name: string;
  bytes: Uint8Array;
  stored?: boolean;
}

async function zipOf(entries: readonly Entry[]): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const { name, bytes, stored = false } of entries)
    zip.addBuffer(Buffer.from(bytes), name, { compress: !stored });
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

describe('files uploaded over HTTP', () => {
  const sent = makeSeries({ kind: 'flair', slices: 4 });

  it('are answered for one by one, whatever they are, and counted in a receipt', async () => {
    const session = await begin('files');
    const [first] = sent as [PhantomInstance];
    const body = multipartOf([
      ...sent.map((instance, index) => ({ bytes: part10Of(instance), name: `image ${index}.dcm` })),
      { bytes: part10Of(first), name: 'again.dcm' },
      {
        bytes: Buffer.from('Dear colleague, this is no image'),
        name: 'letter.txt',
        contentType: 'text/plain',
      },
      { bytes: Buffer.alloc(0), name: 'empty' },
      { bytes: part10Of(first).subarray(0, -1000), name: 'cut.dcm' },
    ]);
    const answered = await upload(session, body.bytes, body.contentType);
    expect(outcomes(answered)).toEqual([
      'stored',
      'stored',
      'stored',
      'stored',
      'duplicate',
      'ignored',
      'ignored',
      'refused',
    ]);
    expect(answered.results.map(({ name }) => name)).toEqual([
      ...sent.map((_instance, index) => `image ${index}.dcm`),
      'again.dcm',
      'letter.txt',
      'empty',
      'cut.dcm',
    ]);
    for (const { outcome, reason } of answered.results.slice(5))
      expect({ outcome, hasReason: (reason ?? '').length > 10 }).toEqual({ outcome, hasReason: true });
    const receipt = await importer.call('POST', `${session}/finish`);
    expect(receipt.body['counts']).toMatchObject({
      received: 4,
      duplicate: 1,
      ignored: 2,
      refused: 1,
      held: 0,
      conflict: 0,
    });
    expect(receipt.body['finishedAt']).not.toBeNull();
  });

  it('come alone as application/dicom too, and are released like any other', async () => {
    const session = await begin('files');
    const [more] = makeSeries({ kind: 'flair', slices: 1, seriesNumber: 7 }) as [PhantomInstance];
    expect(outcomes(await upload(session, part10Of(more), 'application/dicom'))).toEqual(['stored']);
    const cases = await openCases(server, 'files', { count: 2, instances: 5 });
    expect(cases.map((one) => one['importerName'])).toEqual([
      `The ${importer.userName}`,
      `The ${importer.userName}`,
    ]);
    await releaseAll(server, 'files', { count: 2, instances: 5 });
    const pixels = (await releasedFiles(server, 'files')).map((file) =>
      readPart10(file).pixels().toString('base64'),
    );
    expect(new Set(pixels)).toEqual(new Set([...sent, more].map((one) => pixelsOf(one).toString('base64'))));
  });

  it('are taken by no other body than those it names', async () => {
    const session = await begin('files');
    const wrong = await importer.call('POST', `${session}/files`, { body: { file: 'image.dcm' } });
    expect([wrong.status, problemOf(wrong)]).toEqual([415, 'kernel/unsupported-media-type']);
    const unbounded = await importer.call('POST', `${session}/files`, {
      bytes: 'x',
      contentType: 'multipart/related',
    });
    expect([unbounded.status, problemOf(unbounded)]).toEqual([400, 'kernel/invalid-request']);
  });

  it('go to the session of the one who began it, in the project where it was begun', async () => {
    const session = await begin('files');
    const other = await makePerson(server, { roles: { files: ['importer'] } });
    const foreign = await other.call('POST', `${session}/files`, {
      bytes: part10Of(sent[0] as PhantomInstance),
      contentType: 'application/dicom',
    });
    expect([foreign.status, problemOf(foreign)]).toEqual([404, 'archive/upload-not-found']);
    const elsewhere = await importer.call('GET', session.replace('/files/', '/zips/'));
    expect([elsewhere.status, problemOf(elsewhere)]).toEqual([404, 'archive/upload-not-found']);
  });
});

describe('a zip', () => {
  const sent = makeSeries({ kind: 't2', slices: 5 });
  const entries = sent.map((instance, index) => ({
    name: `Study/Series 1/IM${index}`,
    bytes: part10Of(instance),
    stored: index % 2 === 0,
  }));

  it('is unpacked as it arrives, packed and unpacked entries alike', async () => {
    const session = await begin('zips');
    const answered = await upload(
      session,
      await zipOf([...entries, { name: 'README', bytes: Buffer.from('see inside') }]),
      'application/zip',
    );
    expect(outcomes(answered).sort()).toEqual(['ignored', 'stored', 'stored', 'stored', 'stored', 'stored']);
    await releaseAll(server, 'zips', { count: 1, instances: 5 });
    expect(await releasedFiles(server, 'zips')).toHaveLength(5);
  });

  it('that is encrypted is refused with what to do, and nothing of it is kept', async () => {
    const session = await begin('zips');
    const zip = await zipOf(entries);
    for (let at = zip.indexOf('PK\x03\x04'); at !== -1; at = zip.indexOf('PK\x03\x04', at + 1))
      zip.writeUInt16LE(zip.readUInt16LE(at + 6) | 1, at + 6);
    const { results } = await upload(session, zip, 'application/zip');
    expect(results).toEqual([expect.objectContaining({ name: null, outcome: 'refused' })]);
    expect(results[0]?.reason).toContain('Unpack it with its password');
  });

  it('that ends early keeps what came whole, says so, and is taken up by sending it again', async () => {
    const session = await begin('resumed');
    const whole = await zipOf(entries);
    const cut = await upload(session, whole.subarray(0, Math.floor(whole.length * 0.6)), 'application/zip');
    const stored = outcomes(cut).filter((outcome) => outcome === 'stored').length;
    expect(stored).toBeGreaterThan(0);
    expect(stored).toBeLessThan(5);
    expect(cut.results.at(-1)).toMatchObject({ name: null, outcome: 'refused' });
    const again = outcomes(await upload(session, whole, 'application/zip'));
    expect(again.filter((outcome) => outcome === 'duplicate')).toHaveLength(stored);
    expect(again.filter((outcome) => outcome === 'stored')).toHaveLength(5 - stored);
  });
});

describe('an upload that the server did not live to finish', () => {
  it('goes on in the same session after kill -9, without loss and without doubles', async () => {
    const sent = makeSeries({ kind: 't1', slices: 6, seriesNumber: 3 });
    const session = await begin('resumed');
    for (const instance of sent.slice(0, 3)) await upload(session, part10Of(instance), 'application/dicom');
    await server.kill('SIGKILL');
    await server.start();
    const all = multipartOf(sent.map((instance) => ({ bytes: part10Of(instance) })));
    expect(outcomes(await upload(session, all.bytes, all.contentType))).toEqual([
      'duplicate',
      'duplicate',
      'duplicate',
      'stored',
      'stored',
      'stored',
    ]);
    const receipt = await importer.call('POST', `${session}/finish`);
    expect(receipt.body['counts']).toMatchObject({ received: 6, duplicate: 3 });
    await openCases(server, 'resumed', { count: 2, instances: 11 });
  });

  it('keeps what a client that went away had sent whole', async () => {
    const sent = makeSeries({ kind: 'adc', slices: 4 });
    const session = await begin('shy');
    const { bytes, contentType } = multipartOf(sent.map((instance) => ({ bytes: part10Of(instance) })));
    const sending = new AbortController();
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes.subarray(0, Math.floor(bytes.length * 0.7)));
      },
    });
    const lost = fetch(`${server.url}/api/v1${session}/files`, {
      method: 'POST',
      headers: { authorization: `Bearer ${importer.token}`, 'content-type': contentType },
      body,
      duplex: 'half',
      signal: sending.signal,
    });
    await openCases(server, 'shy', { count: 1, instances: 2 });
    sending.abort();
    await expect(lost).rejects.toThrow();
    expect(outcomes(await upload(session, bytes, contentType))).toEqual([
      'duplicate',
      'duplicate',
      'stored',
      'stored',
    ]);
  });
});

describe('STOW-RS', () => {
  const sent = makeSeries({ kind: 'ct', slices: 2 });
  const [one, two] = sent as [PhantomInstance, PhantomInstance];
  const failureReasons = (body: Json) =>
    ((body['00081198'] as { Value?: Record<string, { Value?: number[] }>[] } | undefined)?.Value ?? []).map(
      (item) => item['00081197']?.Value?.[0],
    );
  const kept = (body: Json) => ((body['00081199'] as { Value?: unknown[] } | undefined)?.Value ?? []).length;

  async function store(project: string, files: Parameters<typeof multipartOf>[0], study?: string) {
    return importer.call('POST', `/dicom-web/${project}/studies${study === undefined ? '' : `/${study}`}`, {
      ...multipartOf(files),
      headers: { accept: 'application/dicom+json' },
    });
  }

  it('answers 200 when all is kept, and names each instance', async () => {
    await makeProject(server, 'stowed');
    await server.api('PUT', `/projects/stowed/members/${importer.userName}`, { roles: ['importer'] });
    const answer = await store('stowed', [{ bytes: part10Of(one) }]);
    expect([answer.status, kept(answer.body), failureReasons(answer.body)]).toEqual([200, 1, []]);
    expect(answer.headers.get('content-type')).toContain('application/dicom+json');
    expect(JSON.stringify(answer.body['00081199'])).toContain(one.sopInstanceUid);
  });

  it('answers 202 with the reason of each that was refused', async () => {
    const unreadable = part10Of(two).subarray(0, -100);
    const answer = await store('stowed', [
      { bytes: part10Of(two) },
      { bytes: unreadable },
      { bytes: Buffer.from('no image') },
    ]);
    expect([answer.status, kept(answer.body), failureReasons(answer.body)]).toEqual([
      202,
      1,
      [0xc000, 0xc000],
    ]);
  });

  it('answers 409 when nothing is kept, and refuses another study than that of the URL', async () => {
    const [more] = makeSeries({ kind: 'ct', slices: 1, seriesNumber: 4 }) as [PhantomInstance];
    const wrong = await store('stowed', [{ bytes: part10Of(more) }], '1.2.3.4');
    expect([wrong.status, failureReasons(wrong.body)]).toEqual([409, [0xa900]]);
    const right = await store('stowed', [{ bytes: part10Of(more) }], more.studyInstanceUid);
    expect([right.status, kept(right.body)]).toEqual([200, 1]);
  });

  it('keeps what it holds, and says with 202 that it is not as it was sent', async () => {
    const nameless = changed(one, (dataSet) => setText(dataSet, 'PatientID', 'LO', ''));
    const answer = await store('stowed', [
      { bytes: part10Of({ ...nameless, sopInstanceUid: one.sopInstanceUid }) },
    ]);
    expect([answer.status, kept(answer.body)]).toEqual([202, 1]);
    const waiting = itemsOf(await server.api('GET', '/held'));
    expect(waiting).toMatchObject([{ reason: 'no-patient-id', channel: 'stow' }]);
  });

  it('is for importers only, and asks clients that show nothing to sign in', async () => {
    const viewer = await makePerson(server, { roles: { stowed: ['viewer'] } });
    const refused = await viewer.call(
      'POST',
      '/dicom-web/stowed/studies',
      multipartOf([{ bytes: part10Of(one) }]),
    );
    expect(refused.status).toBe(403);
    const nobody = await server.anonymous(
      'POST',
      '/dicom-web/stowed/studies',
      multipartOf([{ bytes: part10Of(one) }]),
    );
    expect([nobody.status, nobody.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="PESSCARA"']);
  });
});
