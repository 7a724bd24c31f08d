import { type Archive, eachInstance, type StoredInstance, type Visibility } from '../archive/index.ts';
import type { Database } from '../kernel/db/index.ts';
import { createAttributeCollector } from './collect-attributes.ts';
import type { SeriesAttributes } from './series-attributes.ts';

/** Headers that are read of a series at most, spread evenly: more do not change what it is. */
const maxHeaders = 2000;

export interface SeriesHeaders {
  readonly attributes: SeriesAttributes;
  readonly instances: readonly StoredInstance[];
  readonly first: Awaited<ReturnType<Archive['reader']['header']>>['dataSet'] | undefined;
}

/** Gathers the attributes of a series from its instances' headers, one after the other. */
export async function readSeriesHeaders(
  { db, archive }: { db: Database; archive: Pick<Archive, 'reader'> },
  visibility: Visibility,
  seriesId: string,
): Promise<SeriesHeaders> {
  const instances: StoredInstance[] = [];
  for await (const instance of eachInstance(db, visibility, { seriesId })) instances.push(instance);
  const step = Math.max(1, Math.ceil(instances.length / maxHeaders));
  const collector = createAttributeCollector();
  let first: SeriesHeaders['first'];
  for (let index = 0; index < instances.length; index += step) {
    const { dataSet } = await archive.reader.header(instances[index] as StoredInstance);
    first ??= dataSet;
    collector.add(dataSet);
  }
  return { attributes: collector.result(step === 1), instances, first };
}
