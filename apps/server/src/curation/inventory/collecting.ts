import { createHmac } from 'node:crypto';
import { type ActionReport, reportedPath } from '@pesscara/deidentification';
import { type DataSet, keywordOf } from '@pesscara/dicom';
import { flagsOf, type ValueFlag } from './value-flags.ts';
import { type PlacedValue, placeOf, tagOfPlace, valuesIn } from './value-paths.ts';
import { textOfValue, vrOfValue } from './value-text.ts';

export interface CollectedValue {
  hash: Buffer;
  path: string;
  keyword: string | null;
  vr: string;
  text: string | null;
  rule: string;
  flags: ValueFlag[];
  instanceCount: number;
  sampleInstanceId: string;
}

/** Names a value of a project: who has no key cannot tell which. */
export function valueHash(
  key: Buffer,
  projectId: string,
  path: string,
  vr: string,
  text: string | null,
): Buffer {
  const parts = [projectId, path, vr, text === null ? 'together' : `=${text}`];
  return createHmac('sha256', key).update(JSON.stringify(parts)).digest();
}

/** The hash of a value as it stands in a header. */
export function hashOfPlaced(key: Buffer, projectId: string, value: PlacedValue): Buffer {
  return valueHash(key, projectId, value.place, vrOfValue(value), textOfValue(value));
}

function ruleByPlace(report: ActionReport | undefined): ReadonlyMap<string, string> {
  return new Map(
    (report?.entries ?? []).map(({ path, rule }) => [placeOf(path.replaceAll('[*]', '[0]')), rule]),
  );
}

/** Gathers the distinct values of an arrival, one header after the other. */
export function createCollector(key: Buffer, projectId: string, leakPaths: ReadonlySet<string>) {
  const byHash = new Map<string, CollectedValue>();
  const rules = new WeakMap<ActionReport, ReadonlyMap<string, string>>();

  function ruleOf(report: ActionReport | undefined, place: string): string {
    if (report === undefined) return 'not in table';
    const known = rules.get(report) ?? ruleByPlace(report);
    rules.set(report, known);
    return known.get(place) ?? known.get(placeOf(reportedPath(place))) ?? 'not in table';
  }

  function addValue(
    value: PlacedValue,
    seen: Set<string>,
    report: ActionReport | undefined,
    instanceId: string,
  ): void {
    const { place, element } = value;
    if (element.bytes.length === 0) return;
    const vr = vrOfValue(value);
    const text = textOfValue(value);
    // The object's own text is the key while it is collected; the hash is made once for each distinct value.
    const name = `${place} ${vr} ${text === null ? '' : `=${text}`}`;
    if (seen.has(name)) return;
    seen.add(name);
    const known = byHash.get(name);
    if (known !== undefined) {
      known.instanceCount++;
      return;
    }
    byHash.set(name, {
      hash: valueHash(key, projectId, place, vr, text),
      path: place,
      keyword: keywordOf(tagOfPlace(place)) ?? null,
      vr,
      text,
      rule: ruleOf(report, place),
      flags: flagsOf({ path: place, vr, text, isLeak: leakPaths.has(place) }),
      instanceCount: 1,
      sampleInstanceId: instanceId,
    });
  }

  let instanceCount = 0;
  return {
    add(header: DataSet, report: ActionReport | undefined, instanceId: string): void {
      instanceCount++;
      const seen = new Set<string>();
      for (const value of valuesIn(header)) addValue(value, seen, report, instanceId);
    },
    result: (): { values: CollectedValue[]; instanceCount: number } => ({
      values: [...byHash.values()],
      instanceCount,
    }),
  };
}
