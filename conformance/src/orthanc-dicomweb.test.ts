import { makeSeries, part10Of } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
import { makeProject, releaseAll, releasedFiles } from '../../apps/server/test/kit/builders.ts';
import { pixelsOf, readPart10 } from '../../apps/server/test/kit/objects.ts';
import { startServer } from '../../apps/server/test/kit/server.ts';
import { hasOrthancDicomweb, startOrthanc } from './kit/orthanc.ts';

describe.skipIf(!hasOrthancDicomweb)('Orthanc as a DICOMweb client', async () => {
  if (!hasOrthancDicomweb) return;
  const server = await startServer();
  await makeProject(server, 'web');
  const orthanc = await startOrthanc({
    dicomPort: server.dicomPort,
    dicomweb: { url: `${server.url}/dicom-web/web`, token: server.token },
  });
  const sent = [
    ...makeSeries({ kind: 'flair', slices: 5 }),
    ...makeSeries({ kind: 'ultrasound', slices: 2, seriesNumber: 2 }),
  ];
  const pixels = sent.map((one) => pixelsOf(one).toString('base64')).sort();

  it('stores a study with us by STOW-RS', async () => {
    const ids: string[] = [];
    for (const instance of sent) ids.push(await orthanc.add(part10Of(instance)));
    expect(await orthanc.stow(ids)).toMatchObject({ InstancesCount: String(sent.length) });
    await releaseAll(server, 'web', { count: 2, instances: sent.length });
    const files = (await releasedFiles(server, 'web')).map(readPart10);
    expect(files.map((file) => file.pixels().toString('base64')).sort()).toEqual(pixels);
  });
});
