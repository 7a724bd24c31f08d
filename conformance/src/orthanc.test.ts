import { makeSeries, part10Of } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
import {
  makeProject,
  openCases,
  releaseAll,
  releasedFiles,
  saveRoutes,
} from '../../apps/server/test/kit/builders.ts';
import { pixelsOf, readPart10 } from '../../apps/server/test/kit/objects.ts';
import { startServer } from '../../apps/server/test/kit/server.ts';
import { hasOrthanc, startOrthanc } from './kit/orthanc.ts';

describe.skipIf(!hasOrthanc)('Orthanc', async () => {
  if (!hasOrthanc) return;
  const server = await startServer();
  await makeProject(server, 'pacs');
  await saveRoutes(server, [{ project: 'pacs', match: { callingAe: 'ORTHANC' }, centre: 'PACS' }]);
  const orthanc = await startOrthanc({ dicomPort: server.dicomPort });
  const sent = [
    ...makeSeries({ kind: 'mprage-post', slices: 10 }),
    ...makeSeries({ kind: 'dwi', slices: 3, seriesNumber: 2 }),
    ...makeSeries({ kind: 'ultrasound', slices: 3, seriesNumber: 3 }),
    ...makeSeries({ kind: 'ct-dose-report', seriesNumber: 4 }),
  ];
  const ids: string[] = [];

  it('finds us by C-ECHO', async () => {
    await expect(orthanc.echo()).resolves.toBeDefined();
  });

  it('sends a study to us, and every instance arrives as it was but for the identity', async () => {
    for (const instance of sent) ids.push(await orthanc.add(part10Of(instance)));
    const job = await orthanc.store(ids);
    expect(job).toMatchObject({
      FailedInstancesCount: 0,
      InstancesCount: sent.length,
      RemoteAet: 'PESSCARA',
    });
    const released = await releaseAll(server, 'pacs', { count: 4, instances: sent.length });
    expect(released.map(({ centre }) => centre)).toEqual(['PACS', 'PACS', 'PACS', 'PACS']);
    const files = (await releasedFiles(server, 'pacs')).map(readPart10);
    expect(files.map((file) => file.pixels().toString('base64')).sort()).toEqual(
      sent.map((one) => pixelsOf(one).toString('base64')).sort(),
    );
    expect(files.filter((file) => file.text('PatientName')?.includes('Quillfeather'))).toEqual([]);
  });

  it('sends it again, and nothing is doubled', async () => {
    const job = await orthanc.store(ids);
    expect(job).toMatchObject({ FailedInstancesCount: 0 });
    expect((await server.api('GET', '/projects/pacs/quarantine')).body['items']).toEqual([]);
    await openCases(server, 'pacs', { count: 0 });
    expect(await releasedFiles(server, 'pacs')).toHaveLength(sent.length);
  });
});
