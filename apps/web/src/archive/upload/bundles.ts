import type { MeasuredSource } from './local-source.ts';

/** What is sent in one request: files of one series. */
export interface Bundle {
  seriesKey: string;
  sources: MeasuredSource[];
  /** SOP Instance UIDs, beside `sources`. */
  instances: string[];
  sizeBytes: number;
}

/** One request holds at most this; a single larger file goes alone. */
export const bundleBytes = 32_000_000;

/** Cuts one series into requests, in order. Files that `skip` names by UID are left out. */
export function bundlesOf(
  series: { key: string; sources: readonly MeasuredSource[]; instances: readonly string[] },
  skip: (instance: string) => boolean,
  mostBytes: number = bundleBytes,
): Bundle[] {
  const bundles: Bundle[] = [];
  let open: Bundle | null = null;
  series.sources.forEach((source, at) => {
    const instance = series.instances[at] ?? '';
    if (skip(instance)) return;
    if (open === null || open.sizeBytes + source.sizeBytes > mostBytes) {
      open = { seriesKey: series.key, sources: [], instances: [], sizeBytes: 0 };
      bundles.push(open);
    }
    open.sources.push(source);
    open.instances.push(instance);
    open.sizeBytes += source.sizeBytes;
  });
  return bundles;
}
