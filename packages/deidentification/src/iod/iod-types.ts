import { iodRows, requirementRows, sopClassRows } from '../tables/iod-types.generated.ts';

/**
 * How strictly an IOD demands an attribute: 1 (Type 1 and 1C), 2 (Type 2 and 2C), 3 (Type 3, or not in the IOD).
 * The condition of a 1C or 2C attribute is not evaluated: the demand counts as made, which keeps objects valid.
 */
export type AttributeType = 1 | 2 | 3;

/** The Type of an attribute inside `parentTag` (0 for the top level of the data set). */
export type TypeLookup = (parentTag: number, tag: number) => AttributeType;

interface Requirement {
  parentTag: number;
  tag: number;
  type: AttributeType;
  modules: ReadonlySet<string>;
}

function cells(rows: string): string[] {
  return rows.split(/[;\n]/);
}

const iodOfSopClass = new Map(
  cells(sopClassRows).map((cell) => {
    const [uid = '', index = '0'] = cell.split(' ');
    return [uid.replace('~', '1.2.840.10008.'), Number(index)];
  }),
);
const iods = cells(iodRows).map((cell) => {
  const [name = '', modules = ''] = cell.split(' ');
  return { name, modules: modules.split(',') };
});

let parsedRequirements: Requirement[] | undefined;

function requirements(): Requirement[] {
  parsedRequirements ??= cells(requirementRows).map((cell) => {
    const [parent = '-', tag = '', type = '1', modules = ''] = cell.split(' ');
    return {
      parentTag: parent === '-' ? 0 : Number.parseInt(parent, 16),
      tag: Number.parseInt(tag, 16),
      type: type === '1' ? 1 : 2,
      modules: new Set(modules.split(',')),
    };
  });
  return parsedRequirements;
}

const lookups = new Map<number, TypeLookup>();

function buildLookup(iodIndex: number): TypeLookup {
  const modules = iods[iodIndex]?.modules ?? [];
  const typesByParent = new Map<number, Map<number, AttributeType>>();
  for (const requirement of requirements()) {
    if (!modules.some((module) => requirement.modules.has(module))) continue;
    const types = typesByParent.get(requirement.parentTag) ?? new Map<number, AttributeType>();
    typesByParent.set(requirement.parentTag, types);
    if (types.get(requirement.tag) !== 1) types.set(requirement.tag, requirement.type);
  }
  return (parentTag, tag) => typesByParent.get(parentTag)?.get(tag) ?? 3;
}

/** Retired SOP Classes that devices still send, and those that took their place with much the same IOD. */
const successors: ReadonlyMap<string, string> = new Map([
  ['1.2.840.10008.5.1.4.1.1.3', '1.2.840.10008.5.1.4.1.1.3.1'],
  ['1.2.840.10008.5.1.4.1.1.5', '1.2.840.10008.5.1.4.1.1.20'],
  ['1.2.840.10008.5.1.4.1.1.6', '1.2.840.10008.5.1.4.1.1.6.1'],
]);

/** The modules of a SOP Class's IOD, as the tables number them; undefined for a SOP Class that they do not know. */
export function modulesOfSopClass(sopClassUid: string): readonly string[] | undefined {
  const iodIndex = iodIndexOf(sopClassUid);
  return iodIndex === undefined ? undefined : iods[iodIndex]?.modules;
}

/** The place of a SOP Class's IOD in the tables; undefined for a SOP Class that they do not know. */
export function iodIndexOf(sopClassUid: string): number | undefined {
  return iodOfSopClass.get(successors.get(sopClassUid) ?? sopClassUid);
}

/** The attribute Types of a SOP Class's IOD; undefined for a SOP Class that the table does not know. */
export function typesOfSopClass(sopClassUid: string): TypeLookup | undefined {
  const iodIndex = iodIndexOf(sopClassUid);
  if (iodIndex === undefined) return undefined;
  const known = lookups.get(iodIndex);
  if (known !== undefined) return known;
  const built = buildLookup(iodIndex);
  lookups.set(iodIndex, built);
  return built;
}
