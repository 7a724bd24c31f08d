// Makes packages/deidentification/src/tables/*.generated.ts.
//
//   node tools/generate-deidentification-tables.ts <PS3.15 tables> [<highdicom standard>]
//
// <PS3.15 tables>: a folder with table_E.1-1.json, table_E.3.4-1.json, table_E.3.10-1_safe_private.json, cid_7050.json,
// private_tags_tcia_kb_2024-02.json.
// <highdicom standard>: the folder highdicom/_standard of the unpacked PyPI package highdicom 0.28.0; without it the
// types of attributes stay as they are.
// Where the facts come from: packages/deidentification/NOTICE.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attributeLines } from '../packages/dicom/src/dictionary/dictionary.generated.ts';

const outputFolder = join(import.meta.dirname, '../packages/deidentification/src/tables');
const header =
  '// Made by tools/generate-deidentification-tables.ts; do not edit. Sources and licences: NOTICE.md.\n';

/** One letter per option column of Table E.1-1 and Table E.3.4-1, in the order of CID 7050. */
const optionLetters: Record<string, string> = {
  cleanGraphics: 'g',
  cleanStructuredContent: 's',
  cleanDescriptors: 'd',
  retainLongitudinalFullDates: 'f',
  retainLongitudinalModifiedDates: 'm',
  retainPatientCharacteristics: 'p',
  retainDeviceIdentity: 'v',
  retainUIDs: 'u',
  retainSafePrivate: 'r',
  retainInstitutionIdentity: 'i',
};

/** A row of a table: texts, and null for what the row does not have. */
type Row = Record<string, string | null | undefined>;

interface AttributeRequirement {
  keyword: string;
  type: string;
  path: string[];
}

function readJson<T>(folder: string, name: string): T {
  return JSON.parse(readFileSync(join(folder, name), 'utf8')) as T;
}

function optionText(row: Row): string {
  const text = Object.entries(optionLetters)
    .map(([column, letter]) => (row[column] === undefined ? '' : `${letter}${row[column] ?? ''}`))
    .join('');
  return text === '' ? '-' : text;
}

function writeTable(name: string, body: string): void {
  writeFileSync(join(outputFolder, `${name}.generated.ts`), header + body);
}

/** Joins short cells into lines, so that the file stays a page or two and still diffs by row. */
function packed(cells: string[], perLine: number): string {
  const lines: string[] = [];
  for (let at = 0; at < cells.length; at += perLine) lines.push(cells.slice(at, at + perLine).join(';'));
  return lines.join('\n');
}

function literal(text: string): string {
  return `\`${text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('$', '\\$')}\``;
}

function writeConfidentialityProfile(tables: string): Row[] {
  const { edition, rows } = readJson<{ edition: string; rows: Row[] }>(tables, 'table_E.1-1.json');
  const cells = [...rows]
    .sort((a, b) => String(a['tag']).localeCompare(String(b['tag'])))
    .map((row) =>
      [
        row['tag'],
        row['keyword'] ?? '-',
        (row['vr'] ?? '-').replaceAll(' or ', '/'),
        row['basic'],
        optionText(row),
      ].join(' '),
    );
  writeTable(
    'confidentiality-profile',
    `
/** The edition of PS3.15 whose Table E.1-1 this is. */
export const confidentialityProfileEdition = '${edition}';

/** Table E.1-1. A row: tag (or pattern), keyword, VR, Basic Profile action, option letter and its action, repeated. */
export const confidentialityProfileRows = ${literal(packed(cells, 4))};
`,
  );
  return rows;
}

function writeStructuredContent(tables: string): void {
  const { rows } = readJson<{ rows: Row[] }>(tables, 'table_E.3.4-1.json');
  const cells = rows.map((row) =>
    [row['codeValue'], row['codingScheme'], row['valueType'], row['basic'], optionText(row)].join(' '),
  );
  writeTable(
    'structured-content',
    `
/** Table E.3.4-1 (2020b). A row: code value, coding scheme, value type, Basic action, option letters with actions. */
export const structuredContentRows = ${literal(packed(cells, 5))};
`,
  );
}

function writeSafePrivate(tables: string): void {
  const { rows } = readJson<{ rows: Row[] }>(tables, 'table_E.3.10-1_safe_private.json');
  const cells = rows.map((row) => [row['group'], row['element'], row['vr'], row['creator']].join(' '));
  writeTable(
    'safe-private',
    `
/** Table E.3.10-1 (2020b). A row: group, low byte of the element, VR, private creator (the rest of the cell). */
export const safePrivateRows = ${literal(packed(cells, 4))};
`,
  );
}

/** `0019 SIEMENS MR HEADER` for a private place, `00081140` for a standard one, and the element or its low byte. */
function placeOf(text: string): { block: string; element: string } | undefined {
  const privately = /^\(([0-9a-f]{4}),(.*),([0-9a-f]{2})\)$/i.exec(text);
  if (privately !== null) {
    const [, group = '', creator = '', element = ''] = privately;
    if (creator.trim() === '') return undefined;
    return { block: `${group.toUpperCase()} ${creator.trim()}`, element: element.toUpperCase() };
  }
  const standard = /^\(([0-9a-f]{4}),([0-9a-f]{4})\)$/i.exec(text);
  return standard === null
    ? undefined
    : { block: '', element: `${standard[1] ?? ''}${standard[2] ?? ''}`.toUpperCase() };
}

/**
 * One line a private group of a creator: `0019 SIEMENS MR HEADER|0AUSk 0BDSk`, only what is kept, dated or hashed. In items:
 * the sequences that lead there stand before it, `00081115>0009 GEIIS 10>0029 X|01CSk`.
 */
function writePrivateKnowledgeBase(tables: string): void {
  const { rows } = readJson<{ rows: Row[] }>(tables, 'private_tags_tcia_kb_2024-02.json');
  const byBlock = new Map<string, Set<string>>();
  for (const { pattern, vr, private_disposition: disposition } of rows) {
    if (!['k', 'o', 'h'].includes(disposition ?? '')) continue;
    // Quotes are unbalanced in places of the source. `[<n>]` stands for any item.
    const places = (pattern ?? '')
      .replaceAll('"', '')
      .split(/\[<\d+>\]/)
      .map(placeOf);
    const known = places.filter((place) => place !== undefined);
    const last = known.pop();
    // A standard attribute at the top level is no business of a list of private ones.
    if (last === undefined || known.length + 1 < places.length || (known.length === 0 && last.block === ''))
      continue;
    const parents = known.map(({ block, element }) => (block === '' ? element : `${block} ${element}`));
    const line = [...parents, last.block].join('>');
    const entries = byBlock.get(line) ?? new Set();
    byBlock.set(line, entries.add(`${last.element}${vr ?? 'UN'}${disposition ?? ''}`));
  }
  const lines = [...byBlock].map(([block, entries]) => `${block}|${[...entries].sort().join(' ')}`).sort();
  writeTable(
    'private-knowledge-base',
    `\n/**\n * TCIA Private Tag Knowledge Base 2024-02, what it does not remove. A row: group and creator, then low byte, VR, disposition; in items\n * the sequences that lead there before it, and for a standard attribute (no group and creator) all eight digits.\n */\nexport const privateKnowledgeBaseRows = ${literal(lines.join('\n'))};\n`,
  );
}

function writeMethodCodes(tables: string): void {
  const { codes } = readJson<{ codes: [string, string][] }>(tables, 'cid_7050.json');
  writeTable(
    'method-codes',
    `
/** CID 7050 De-identification Method, coding scheme DCM. A row: code value, code meaning. */
export const methodCodeRows = ${literal(codes.map((code) => code.join(' ')).join('\n'))};
`,
  );
}

const tagOfKeyword = new Map(
  attributeLines.split('\n').map((line) => {
    const [tag = '', keyword = ''] = line.split(' ');
    return [keyword, tag.toUpperCase()];
  }),
);

/** '1' for Type 1 and 1C, '2' for 2 and 2C; the type of an attribute that is not listed counts as 3. */
function strictness(row: Row | undefined, type: string): '1' | '2' | null {
  const level = type.startsWith('1') ? '1' : type.startsWith('2') ? '2' : null;
  if (row === undefined || level === null) return null;
  if (String(row['basic']).includes('/')) return level;
  const cleanable = row['basic'] === 'Z' || Object.values(row).includes('C');
  return cleanable && level === '1' ? '1' : null;
}

/** (parent sequence, attribute, strictness) → the modules that demand it; a module's strictest demand wins. */
function requirementsByRelation(
  modules: Record<string, AttributeRequirement[]>,
  rows: Row[],
): Map<string, number[]> {
  const rowOfKeyword = new Map(rows.map((row) => [row['keyword'], row]));
  const relations = new Map<string, number[]>();
  Object.values(modules).forEach((attributes, moduleIndex) => {
    const strictest = new Map<string, '1' | '2'>();
    for (const { keyword, type, path } of attributes) {
      const level = strictness(rowOfKeyword.get(keyword), type);
      if (level === null) continue;
      const parent = path.length === 0 ? '-' : tagOfKeyword.get(path.at(-1) ?? '');
      const tag = tagOfKeyword.get(keyword);
      // Two parents carry names that PS3.6 does not have: nothing can be encoded under them.
      if (parent === undefined || tag === undefined) continue;
      const key = `${parent} ${tag}`;
      if (strictest.get(key) !== '1') strictest.set(key, level);
    }
    for (const [key, level] of strictest) {
      const relation = `${key} ${level}`;
      relations.set(relation, [...(relations.get(relation) ?? []), moduleIndex]);
    }
  });
  return relations;
}

/** What PS3.3 puts where: top-level attributes by module, and the attributes of each sequence in any module. */
function contentsOf(modules: Record<string, AttributeRequirement[]>) {
  const topLevel = new Map<string, Set<number>>();
  const inSequence = new Map<string, Set<string>>();
  Object.values(modules).forEach((attributes, moduleIndex) => {
    for (const { keyword, path } of attributes) {
      const tag = tagOfKeyword.get(keyword);
      if (tag === undefined) continue;
      if (path.length === 0) topLevel.set(tag, (topLevel.get(tag) ?? new Set()).add(moduleIndex));
      const parent = tagOfKeyword.get(path.at(-1) ?? '');
      if (parent !== undefined) inSequence.set(parent, (inSequence.get(parent) ?? new Set()).add(tag));
    }
  });
  return { topLevel, inSequence };
}

function writeIodContents(modules: Record<string, AttributeRequirement[]>): void {
  const { topLevel, inSequence } = contentsOf(modules);
  const topCells = [...topLevel]
    .sort()
    .map(([tag, indexes]) => `${tag} ${[...indexes].map((index) => index.toString(36)).join(',')}`);
  const sequenceLines = [...inSequence]
    .sort()
    .map(([parent, tags]) => `${parent} ${[...tags].sort().join('')}`);
  writeTable(
    'iod-contents',
    `
/** A cell: attribute, the modules (base 36, as in iodRows) that have it at the top level. */
export const topLevelRows = ${literal(packed(topCells, 6))};

/** A row: sequence, then the attributes (eight digits each) that any module has in its items. */
export const itemRows = ${literal(sequenceLines.join('\n'))};
`,
  );
}

/** What every object of a module must have at the top level, whatever its conditions: Type 1 with a value, Type 2. */
function writeIodRequired(
  iods: readonly string[],
  modulesOfIod: Record<string, { key: string; usage: string }[]>,
  modules: Record<string, AttributeRequirement[]>,
): void {
  const names = Object.keys(modules);
  const iodCells = iods.map((iod) =>
    (modulesOfIod[iod] ?? [])
      .filter(({ key, usage }) => usage === 'M' && names.includes(key))
      .map(({ key }) => names.indexOf(key).toString(36))
      .join(','),
  );
  const moduleLines = names.flatMap((name, index) => {
    const tagsOf = (wanted: string) =>
      (modules[name] ?? [])
        .filter(({ type, path }) => type === wanted && path.length === 0)
        .flatMap(({ keyword }) => tagOfKeyword.get(keyword) ?? [])
        .join('');
    const [ones, twos] = [tagsOf('1'), tagsOf('2')];
    return ones + twos === '' ? [] : [`${index.toString(36)} ${ones || '-'} ${twos || '-'}`];
  });
  writeTable(
    'iod-required',
    `
/** A row: the mandatory modules (base 36) of an IOD; in the order of iodRows. */
export const mandatoryModuleRows = ${literal(iodCells.join('\n'))};

/** A row: module (base 36), its attributes of Type 1, of Type 2 (eight digits each; - for none). Without 1C and 2C. */
export const requiredRows = ${literal(moduleLines.join('\n'))};
`,
  );
}

function writeIodTypes(standard: string, rows: Row[]): void {
  const iodOfSopClass = readJson<Record<string, string>>(standard, 'sop_class_iod_map.json');
  const modulesOfIod = readJson<Record<string, { key: string; usage: string }[]>>(
    standard,
    'iod_module_map.json',
  );
  const modules = readJson<Record<string, AttributeRequirement[]>>(standard, 'module_attribute_map.json');
  writeIodContents(modules);
  const moduleIndex = new Map(Object.keys(modules).map((name, index) => [name, index]));
  const iods = [...new Set(Object.values(iodOfSopClass))];
  writeIodRequired(iods, modulesOfIod, modules);
  const iodCells = iods.map((iod) => {
    const indexes = (modulesOfIod[iod] ?? []).map(({ key }) => moduleIndex.get(key));
    return `${iod} ${indexes
      .filter((index) => index !== undefined)
      .map((index) => index.toString(36))
      .join(',')}`;
  });
  const classCells = Object.entries(iodOfSopClass).map(
    ([uid, iod]) => `${uid.replace('1.2.840.10008.', '~')} ${iods.indexOf(iod)}`,
  );
  const relationCells = [...requirementsByRelation(modules, rows)].map(
    ([relation, indexes]) => `${relation} ${indexes.map((index) => index.toString(36)).join(',')}`,
  );
  writeTable(
    'iod-types',
    `
/** A cell: SOP Class UID (~ stands for 1.2.840.10008.), index into iodRows. */
export const sopClassRows = ${literal(packed(classCells, 6))};

/** A cell: IOD, its modules (base 36). */
export const iodRows = ${literal(packed(iodCells, 2))};

/** A cell: parent sequence (- for none), attribute, strictest type (1 or 2), the modules that demand it (base 36). */
export const requirementRows = ${literal(packed(relationCells, 4))};
`,
  );
}

const [tables, standard] = process.argv.slice(2);
if (tables === undefined) {
  process.stderr.write(
    'Usage: node tools/generate-deidentification-tables.ts <PS3.15 tables> [<highdicom standard>]\n',
  );
  process.exit(2);
}
const rows = writeConfidentialityProfile(tables);
writeStructuredContent(tables);
writeSafePrivate(tables);
writePrivateKnowledgeBase(tables);
writeMethodCodes(tables);
if (standard !== undefined) writeIodTypes(standard, rows);
