import { useCallback, useEffect, useRef, useState } from 'react';
import { type Chosen, chosenSources } from './dropped-files.ts';
import { createGrouping, type Grouping, type IgnoredFile, type PatientGroup } from './grouping.ts';
import type { LocalSource } from './local-source.ts';
import { readHeaders } from './read-headers.ts';
import type { SourceReading } from './worker-messages.ts';

export interface Reading {
  state: 'empty' | 'reading' | 'read' | 'failed';
  foundFiles: number;
  readFiles: number;
  patients: PatientGroup[];
  ignored: IgnoredFile[];
  seconds: number;
  error: unknown;
}

const nothing: Reading = {
  state: 'empty',
  foundFiles: 0,
  readFiles: 0,
  patients: [],
  ignored: [],
  seconds: 0,
  error: null,
};
const showEveryMs = 250;

interface Gathered {
  grouping: Grouping;
  ignored: IgnoredFile[];
  foundFiles: number;
  readFiles: number;
  startedMs: number;
}

function snapshot(gathered: Gathered, state: Reading['state'], error: unknown = null): Reading {
  return {
    state,
    error,
    foundFiles: gathered.foundFiles,
    readFiles: gathered.readFiles,
    patients: gathered.grouping.patients(),
    ignored: [...gathered.ignored],
    seconds: (performance.now() - gathered.startedMs) / 1000,
  };
}

/** Counts the sources as they pass, so that the page can say "3,000 of 10,000". */
async function* counted(
  sources: AsyncIterable<LocalSource[]>,
  gathered: Gathered,
): AsyncGenerator<LocalSource[]> {
  for await (const some of sources) {
    gathered.foundFiles += some.length;
    yield some;
  }
}

function take(gathered: Gathered, batch: readonly LocalSource[], readings: readonly SourceReading[]): void {
  batch.forEach((source, at) => {
    const reading = readings[at];
    if (reading?.kind === 'dicom')
      gathered.grouping.add(reading.header, { ...source, sizeBytes: reading.sizeBytes });
    else gathered.ignored.push({ path: source.path, reason: reading?.reason ?? 'it could not be opened' });
  });
  gathered.readFiles += batch.length;
}

/** Reads the headers of what is chosen; choosing more adds to it. The page is told four times a second, not per file. */
export function useReading() {
  const [reading, setReading] = useState<Reading>(nothing);
  const gathered = useRef<Gathered | null>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);
  const read = useCallback(async (chosen: Chosen) => {
    gathered.current ??= {
      grouping: createGrouping(),
      ignored: [],
      foundFiles: 0,
      readFiles: 0,
      startedMs: performance.now(),
    };
    const all = gathered.current;
    all.startedMs = performance.now();
    const stop = new AbortController();
    abort.current = stop;
    setReading(snapshot(all, 'reading'));
    const timer = setInterval(() => setReading(snapshot(all, 'reading')), showEveryMs);
    try {
      const sources = chosenSources(chosen, (path, reason) => all.ignored.push({ path, reason }));
      await readHeaders(counted(sources, all), (batch, readings) => take(all, batch, readings), stop.signal);
      setReading(snapshot(all, 'read'));
    } catch (error) {
      if (!stop.signal.aborted) setReading(snapshot(all, 'failed', error));
    } finally {
      clearInterval(timer);
    }
  }, []);
  const clear = useCallback(() => {
    abort.current?.abort();
    gathered.current = null;
    setReading(nothing);
  }, []);
  return { reading, read, clear };
}
