import { attributeOf, type DataSet, type Element, formatTag } from '@pesscara/dicom';
import { type Finding, type FindingCode, findingKinds } from './findings.ts';
import { iodIndexOf } from './iod/iod-types.ts';
import { mandatoryModuleRows, requiredRows } from './tables/iod-required.generated.ts';

/** What the mandatory modules of an IOD demand at the top level without a condition (PS3.5 7.4). */
export interface RequiredAttributes {
  /** Must be there with a value. */
  readonly type1: ReadonlySet<number>;
  /** Must be there, perhaps empty. */
  readonly type2: ReadonlySet<number>;
}

const tagsIn = (digits: string): number[] =>
  (digits.match(/[0-9A-F]{8}/g) ?? []).map((eight) => Number.parseInt(eight, 16));

let parsed: ReadonlyMap<string, readonly [number[], number[]]> | undefined;
const required = new Map<number, RequiredAttributes>();

function demandsOfModules() {
  parsed ??= new Map(
    requiredRows.split('\n').map((row) => {
      const [module = '', ones = '', twos = ''] = row.split(' ');
      return [module, [tagsIn(ones), tagsIn(twos)]] as const;
    }),
  );
  return parsed;
}

/** Undefined for a SOP Class that the tables do not know. What one module demands more strictly counts. */
export function requiredAttributesOf(sopClassUid: string): RequiredAttributes | undefined {
  const iodIndex = iodIndexOf(sopClassUid);
  if (iodIndex === undefined) return undefined;
  const known = required.get(iodIndex);
  if (known !== undefined) return known;
  const modules = mandatoryModuleRows.split('\n')[iodIndex]?.split(',') ?? [];
  const demands = modules
    .flatMap((module) => [demandsOfModules().get(module)])
    .filter((one) => one !== undefined);
  const ascending = (tags: number[]) => tags.sort((a, b) => a - b);
  const type1 = new Set(ascending(demands.flatMap(([ones]) => ones)));
  const type2 = new Set(ascending(demands.flatMap(([, twos]) => twos)).filter((tag) => !type1.has(tag)));
  const made = { type1, type2 };
  required.set(iodIndex, made);
  return made;
}

const isPadding = (byte: number): boolean => byte === 0x20 || byte === 0;

function hasValue(element: Element | undefined): boolean {
  if (element === undefined) return false;
  if (element.kind === 'sequence') return element.items.length > 0;
  if (element.kind !== 'value') return true;
  // Zero bytes are numbers in binary values, padding in texts.
  const isText = !/^(O[BDFLVW]|U[LSNV]|S[LSV]|F[LD]|AT)$/.test(element.vr);
  return isText ? !element.bytes.every(isPadding) : element.bytes.length > 0;
}

/** More are counted, not named. */
const namedAttributes = 20;

function finding(code: FindingCode, tags: readonly number[]): Finding[] {
  if (tags.length === 0) return [];
  const [severity, meaning] = findingKinds[code];
  const names = tags.slice(0, namedAttributes).map((tag) => attributeOf(tag)?.keyword ?? formatTag(tag));
  const more = tags.length > namedAttributes ? ` and ${tags.length - namedAttributes} more` : '';
  return [{ code, severity, detail: `${meaning} ${names.join(', ')}${more}.` }];
}

/** Which attributes the IOD of the output demands and the output lacks. It names attributes, never a value. */
export function findingsOfIod(header: DataSet, sopClassUid: string): Finding[] {
  const demanded = requiredAttributesOf(sopClassUid);
  if (demanded === undefined) return [];
  return [
    ...finding(
      'iod-type1-missing',
      [...demanded.type1].filter((tag) => !hasValue(header.get(tag))),
    ),
    ...finding(
      'iod-type2-missing',
      [...demanded.type2].filter((tag) => !header.has(tag)),
    ),
  ];
}
