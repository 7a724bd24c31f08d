import { type PictureName, pictureNames } from '@pesscara/defacing';
import sharp from 'sharp';
import type { Vault } from '../kernel/vault/index.ts';
import type { Pictures } from './deface-task.ts';

export const moments = ['before', 'after'] as const;
export type Moment = (typeof moments)[number];
type Encoded = Record<Moment, Record<PictureName, string>>;

const purpose = 'defacing-pictures';
const placeOf = (intakeId: string) => `defacing.task|${intakeId}|sealed_pictures`;
const enlargedPx = 384;

async function encode(pictures: Pictures): Promise<Record<PictureName, string>> {
  const entries = await Promise.all(
    pictureNames.map(async (name) => {
      const { width, height, levels } = pictures[name];
      const bytes = await sharp(levels, { raw: { width, height, channels: 1 } })
        .resize(enlargedPx, enlargedPx)
        .webp({ quality: 80 })
        .toBuffer();
      return [name, bytes.toString('base64')] as const;
    }),
  );
  return Object.fromEntries(entries) as Record<PictureName, string>;
}

/** Pictures of a face are sealed, and bound to their arrival. */
export async function sealPictures(
  vault: Vault,
  intakeId: string,
  before: Pictures,
  after: Pictures,
): Promise<Buffer> {
  const encoded: Encoded = { before: await encode(before), after: await encode(after) };
  return vault.seal(purpose, placeOf(intakeId), Buffer.from(JSON.stringify(encoded)));
}

/** One of them, as webp. @throws VaultError */
export function openPicture(
  vault: Vault,
  intakeId: string,
  sealed: Buffer,
  name: PictureName,
  moment: Moment,
): Buffer {
  const encoded = JSON.parse(vault.unseal(purpose, placeOf(intakeId), sealed).toString('utf8')) as Encoded;
  return Buffer.from(encoded[moment][name], 'base64');
}
