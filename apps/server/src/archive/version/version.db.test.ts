import { buffer } from 'node:stream/consumers';
import { firstText, setText } from '@pesscara/dicom';
import { makeSeries } from '@pesscara/phantom';
import { describe, expect, test } from 'vitest';
import { withReviewDesk } from '../../../test/kit/review-desk.ts';
import { systemContext } from '../../kernel/context/index.ts';
import { transact } from '../../kernel/db/index.ts';
import { newId } from '../../kernel/ids/index.ts';
import { findInstance } from '../instance/instance.repository.ts';
import { findReferencedBlobs } from '../intake/rejected.repository.ts';
import type { Rewrite, VersionCause } from './version.schema.ts';

const desk = await withReviewDesk();
const { db, log, archive, blobs, send, makeProject, audit } = desk;
const { versions, reader } = archive;
const ctx = systemContext('test', log);

const causeOf = (kind: VersionCause['kind'] = 'value-decision'): VersionCause => ({ kind, id: newId() });

async function instancesOf(projectId: string) {
  return db
    .selectFrom('archive.instance')
    .selectAll()
    .where('project_id', '=', projectId)
    .orderBy('instance_number')
    .execute();
}

/** A project with one series that waits for review. */
async function seriesInQuarantine(slices = 3) {
  const project = await makeProject();
  const sent = makeSeries({ kind: 't1', slices, size: 16 });
  await send(project.id, sent);
  await expect
    .poll(
      () =>
        db.selectFrom('curation.quarantine_case').select('id').where('project_id', '=', project.id).execute(),
      { timeout: 60_000 },
    )
    .toHaveLength(1);
  const instances = await instancesOf(project.id);
  const seriesId = instances[0]?.series_id as string;
  return { project, sent, instances, seriesId };
}

const describeAs =
  (text: string): Rewrite =>
  ({ header }) => {
    setText(header, 'SeriesDescription', 'LO', text);
    return Promise.resolve({ header, pixelData: 'same' });
  };

/** As a mask does: every pixel is black. */
const blacken: Rewrite = ({ header, instance }) =>
  Promise.resolve({ header, pixelData: Buffer.alloc(instance.pixelDataBytes ?? 0) });

type Of = Awaited<ReturnType<typeof seriesInQuarantine>>;

async function stageAll({ project, seriesId, instances }: Of, rewrite: Rewrite, cause = causeOf()) {
  const batchId = await versions.begin(ctx, { projectId: project.id, seriesId, cause });
  const staged: string[] = [];
  for (const { id } of instances) staged.push(await versions.stage(batchId, id, rewrite));
  return { batchId, staged, cause };
}

const commit = (batchId: string, previous: 'keep' | 'discard' = 'keep') =>
  transact(db, (trx) => versions.commit(trx, ctx, batchId, { previous }));

const isReferenced = async (sha256: Buffer) => (await findReferencedBlobs(db, [sha256])).size === 1;

async function stagedBlobs(batchId: string): Promise<Buffer[]> {
  const rows = await db
    .selectFrom('archive.instance_version')
    .select('blob_sha256')
    .where('batch_id', '=', batchId)
    .execute();
  return rows.map((row) => row.blob_sha256);
}

describe('new versions of a series', () => {
  test('are unseen until they are committed, then they are all there, and the old ones can be read by version', async () => {
    const series = await seriesInQuarantine();
    const { project, seriesId, instances } = series;
    const { batchId, staged, cause } = await stageAll(series, describeAs('Reworded'));
    expect(staged).toEqual(['staged', 'staged', 'staged']);
    expect((await instancesOf(project.id)).map((one) => one.blob_sha256)).toEqual(
      instances.map((one) => one.blob_sha256),
    );
    await commit(batchId);
    const after = await instancesOf(project.id);
    const [instance] = after;
    if (instance === undefined) throw new Error('A series has an instance');
    const visibility = { kind: 'intake', projectId: project.id, intakeId: instance.intake_id } as const;
    const stored = await findInstance(db, visibility, instance.id);
    if (stored === undefined) throw new Error('The instance is there');
    expect(firstText((await reader.header(stored)).dataSet, 'SeriesDescription')).toBe('Reworded');
    const old = await versions.find(instance.id, 1);
    if (old === undefined) throw new Error('The first version is there');
    expect(await reader.pixelData(stored)).toEqual(await reader.pixelData(old));
    expect((await buffer(reader.file(old))).length).toBe(old.sizeBytes);
    expect(await versions.lineage(instance.id)).toMatchObject([
      { version: 1, state: 'kept', cause: null, by: null },
      { version: 2, state: 'current', cause, by: 'test', sha256: instance.blob_sha256.toString('hex') },
    ]);
    const shown = await db
      .selectFrom('catalogue.series')
      .selectAll()
      .where('id', '=', seriesId)
      .executeTakeFirst();
    expect(shown?.series_description).toBe('Reworded');
    const { items } = await audit.listEntries({ type: 'archive.series.replaced' }, { limit: 1 });
    expect(items).toMatchObject([{ object: { kind: 'series', id: seriesId }, after: { instances: 3 } }]);
  });

  test('send the case of their arrival back to review under a new version', async () => {
    const series = await seriesInQuarantine();
    const { batchId } = await stageAll(series, describeAs('Other'));
    await commit(batchId);
    const caseOf = () =>
      db
        .selectFrom('curation.quarantine_case')
        .select(['version', 'series_description'])
        .where('series_id', '=', series.seriesId)
        .executeTakeFirst();
    await expect.poll(caseOf, { timeout: 60_000 }).toEqual({ version: 2, series_description: 'Other' });
  });

  test('go on where they were interrupted: the same batch, nothing made twice', async () => {
    const series = await seriesInQuarantine();
    const cause = causeOf('re-run');
    const first = await stageAll(
      { ...series, instances: series.instances.slice(0, 2) },
      describeAs('Twice'),
      cause,
    );
    const again = await stageAll(series, describeAs('Twice'), cause);
    expect(again.batchId).toBe(first.batchId);
    expect(again.staged).toEqual(['already-staged', 'already-staged', 'staged']);
    await commit(again.batchId);
    await commit(again.batchId);
    expect(await versions.lineage(series.instances[0]?.id ?? '')).toHaveLength(2);
    await expect(versions.stage(again.batchId, series.instances[0]?.id ?? '', blacken)).rejects.toThrow();
  });

  test('keep their bytes while the batch is open, and lose them when it is abandoned', async () => {
    const series = await seriesInQuarantine(1);
    const { batchId } = await stageAll(series, describeAs('Abandoned'));
    const [sha256] = await stagedBlobs(batchId);
    if (sha256 === undefined) throw new Error('One version is staged');
    expect(await isReferenced(sha256)).toBe(true);
    await versions.abandon(batchId);
    expect(await isReferenced(sha256)).toBe(false);
    await expect(commit(batchId)).rejects.toMatchObject({ kind: { name: 'archive/version-batch-not-open' } });
    expect(await versions.lineage(series.instances[0]?.id ?? '')).toHaveLength(1);
  });

  test('that were made from what is not current any more are refused, and staged anew', async () => {
    const series = await seriesInQuarantine(1);
    const slow = await stageAll(series, describeAs('Slow'));
    const quick = await stageAll(series, blacken, causeOf('pixel-mask'));
    await commit(quick.batchId);
    await expect(commit(slow.batchId)).rejects.toMatchObject({ kind: { name: 'kernel/stale' } });
    const again = await stageAll(series, describeAs('Slow'), slow.cause);
    expect(again).toMatchObject({ batchId: slow.batchId, staged: ['staged'] });
    await commit(slow.batchId);
    expect((await versions.lineage(series.instances[0]?.id ?? '')).map(({ state }) => state)).toEqual([
      'kept',
      'kept',
      'current',
    ]);
  });
});

describe('versions with other pixels', () => {
  test('have all the bytes they were given, also when Pixel Data get another VR and length', async () => {
    const series = await seriesInQuarantine(1);
    const value = Buffer.from('feff00e000000000feff00e004000000ffd8ffd9feffdde000000000', 'hex');
    const compressed: Rewrite = ({ header }) =>
      Promise.resolve({ header, pixelData: value, transferSyntaxUid: '1.2.840.10008.1.2.4.80' });
    const { batchId } = await stageAll(series, compressed);
    await commit(batchId);
    const [row] = await instancesOf(series.project.id);
    if (row === undefined) throw new Error('A series has an instance');
    const visibility = { kind: 'intake', projectId: series.project.id, intakeId: row.intake_id } as const;
    const stored = await findInstance(db, visibility, row.id);
    if (stored === undefined) throw new Error('The instance is there');
    expect(await reader.pixelData(stored)).toEqual(value);
    const { dataSet } = await reader.header(stored);
    expect(dataSet.elements.at(-1)).toMatchObject({ kind: 'bulk', vr: 'OB' });
  });

  test('discard the old ones, and all that was made of them', async () => {
    const series = await seriesInQuarantine(1);
    const { project, seriesId, instances } = series;
    const [before] = instances;
    if (before === undefined) throw new Error('A series has an instance');
    const writer = blobs.createWriter();
    await writer.write(Buffer.from(`a volume of ${seriesId}`));
    const volume = await writer.seal();
    const file = { format: 'nifti', name: 'volume.nii.gz', ...volume, blobSha256: volume.sha256 };
    await transact(db, (trx) =>
      archive.downloads.addFiles(trx, ctx, project.id, seriesId, [
        { ...file, properties: {}, madeBy: 'test' },
      ]),
    );
    const { batchId } = await stageAll(series, blacken, causeOf('defacing'));
    await commit(batchId, 'discard');
    expect(await archive.downloads.listFiles([seriesId])).toEqual([]);
    expect(await versions.find(before.id, 1)).toBeUndefined();
    expect(await isReferenced(before.blob_sha256)).toBe(false);
    expect(await isReferenced(volume.sha256)).toBe(false);
    const { rows } = await desk.pool.query<{ sha256s: string[] }>(
      `select array(select json_array_elements_text(payload->'sha256s')) as sha256s from graphile_worker._private_jobs j
       join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'archive.discard-blobs'`,
    );
    const wanted = [before.blob_sha256, volume.sha256].map((sha256) => sha256.toString('hex')).sort();
    expect(rows.map(({ sha256s }) => [...sha256s].sort())).toContainEqual(wanted);
  });

  test('do not make a resend of the old ones new content', async () => {
    const series = await seriesInQuarantine(1);
    const { batchId } = await stageAll(series, blacken, causeOf('pixel-mask'));
    await commit(batchId, 'discard');
    expect(await send(series.project.id, series.sent)).toEqual(['duplicate']);
  });
});

describe('a rewritten object', () => {
  test('that is another, or whose pixels are cut, is refused and leaves nothing', async () => {
    const series = await seriesInQuarantine(1);
    const [instance] = series.instances;
    if (instance === undefined) throw new Error('A series has an instance');
    const batchId = await versions.begin(ctx, {
      projectId: series.project.id,
      seriesId: series.seriesId,
      cause: causeOf(),
    });
    const renamed: Rewrite = ({ header }) => {
      setText(header, 'SOPInstanceUID', 'UI', '1.2.3');
      return Promise.resolve({ header, pixelData: 'same' });
    };
    await expect(versions.stage(batchId, instance.id, renamed)).rejects.toThrow('another sop UID');
    async function* cut() {
      yield await Promise.resolve(Buffer.alloc(10));
    }
    const shortened: Rewrite = ({ header }) => Promise.resolve({ header, pixelData: cut() });
    await expect(versions.stage(batchId, instance.id, shortened)).rejects.toThrow('10 bytes');
    const same: Rewrite = ({ header }) => Promise.resolve({ header, pixelData: 'same' });
    expect(await versions.stage(batchId, instance.id, same)).toBe('unchanged');
    expect(await versions.stage(batchId, newId(), same)).toBe('gone');
    expect(await stagedBlobs(batchId)).toEqual([]);
  });
});
