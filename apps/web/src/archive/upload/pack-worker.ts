import { multipartBlob } from '@pesscara/api-client';
import { type LocalSource, openSource } from './local-source.ts';
import { partName } from './part-name.ts';
import type { PackAnswer } from './worker-messages.ts';

async function pack(sources: readonly LocalSource[]): Promise<PackAnswer> {
  try {
    const files = [];
    for (const [at, source] of sources.entries())
      files.push({ name: partName(at), blob: await openSource(source) });
    return { kind: 'packed', ...multipartBlob(files) };
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : 'it could not be opened' };
  }
}

let last: Promise<void> = Promise.resolve();
/** One bundle after the other: what is unpacked from zips at once stays within one bundle. */
self.onmessage = (message: MessageEvent<LocalSource[]>) => {
  last = last.then(async () => self.postMessage(await pack(message.data)));
};
