import { readHeader } from './dicom-header.ts';
import { type LocalSource, readPrefix, sizeOf } from './local-source.ts';
import type { BatchAnswer, SourceReading } from './worker-messages.ts';

/** Most headers lie in the first 64 kB; overlays and long sequences before them may need more. */
const prefixBytes = [65_536, 1_048_576, 16_777_216];

async function readSource(source: LocalSource): Promise<SourceReading> {
  try {
    const sizeBytes = sizeOf(source);
    for (const wanted of prefixBytes) {
      const bytes = await readPrefix(source, wanted);
      const complete = bytes.length >= sizeBytes || wanted === prefixBytes.at(-1);
      const reading = readHeader(bytes, complete);
      if (reading.kind === 'dicom') return { ...reading, sizeBytes };
      if (reading.kind === 'ignored') return reading;
    }
    return { kind: 'ignored', reason: 'its header could not be read' };
  } catch (error) {
    return { kind: 'ignored', reason: error instanceof Error ? error.message : 'it could not be opened' };
  }
}

self.onmessage = async (message: MessageEvent<LocalSource[]>) => {
  const answer: BatchAnswer = [];
  for (const source of message.data) answer.push(await readSource(source));
  self.postMessage(answer);
};
