import { setBytes, setText } from '@pesscara/dicom';
import { makeHeadVolume, makeSeries } from '@pesscara/phantom';
import { expect } from 'vitest';
import type { Json } from './api.ts';
import { changed } from './objects.ts';
import type { TestServer } from './server.ts';

export const faceSlices = 60;
export const faceSize = 96;
const mm = 240 / faceSize;

/** A sagittal series of a head with a face, and which of its voxels are brain. */
export function faceSeries(seriesNumber: number, description: string) {
  const head = makeHeadVolume({
    contrast: 't1',
    dimensions: [faceSize, faceSize, faceSlices],
    voxelSizesMm: [mm, mm, 2.5],
    alongRow: [0, 1, 0],
    alongColumn: [0, 0, -1],
    centreMm: [0, 2, 6],
  });
  const pixels = faceSize * faceSize;
  const plain = makeSeries({ kind: 'mprage', slices: faceSlices, size: faceSize, seriesNumber });
  const instances = plain.map((instance, slice) =>
    changed(instance, (dataSet) => {
      const words = head.samples.slice(slice * pixels, (slice + 1) * pixels);
      setBytes(dataSet, 'PixelData', 'OW', new Uint8Array(words.buffer));
      setText(dataSet, 'SeriesDescription', 'LO', description);
    }),
  );
  return { instances, brain: head.brain };
}

/** The research profile with another option, for the settings of a project. */
export async function profileWithOption(
  server: TestServer,
  name: string,
  code: string,
): Promise<{ profileId: unknown }> {
  const { body } = await server.api('GET', '/profiles');
  const profiles = body['items'] as { name: string; document: Json }[];
  const research = profiles.find(({ name: known }) => known === 'research')?.document;
  const options = [...(research?.['options'] as string[]), code].sort();
  const document = { ...research, options, basis: 'limited-data-set' };
  const made = await server.api('POST', '/profiles', { name, document });
  expect(made.status, made.bytes.toString()).toBe(201);
  return { profileId: made.body['id'] };
}

/** A profile that removes faces, for the settings of a project. */
export const facelessProfile = (server: TestServer) => profileWithOption(server, 'faceless', '113102');
