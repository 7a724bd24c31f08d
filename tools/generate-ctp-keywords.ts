// Makes packages/ctp/src/script/keywords.generated.ts.
//
//   node tools/generate-ctp-keywords.ts <ctp_keywords.json>
//
// The file lists the names of elements that CTP scripts know: {keywords: {name: ggggeeee}}. Only what differs from the
// keywords of DICOM is kept: names that are CTP's own or mean another tag there, and keywords that CTP lacks.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attributeLines } from '../packages/dicom/src/dictionary/dictionary.generated.ts';
import { tagOf } from '../packages/dicom/src/index.ts';

const [source] = process.argv.slice(2);
if (source === undefined) throw new Error('Give the path of ctp_keywords.json.');
const { keywords } = JSON.parse(readFileSync(source, 'utf8')) as { keywords: Record<string, string> };

function packed(cells: string[], perLine: number): string {
  const lines: string[] = [];
  for (let at = 0; at < cells.length; at += perLine) lines.push(cells.slice(at, at + perLine).join(';'));
  return lines.join('\n');
}

const own = Object.entries(keywords)
  .filter(([name, tag]) => tagOf(name) !== Number.parseInt(tag, 16))
  .map(([name, tag]) => `${name} ${tag}`);
const lacking = attributeLines
  .split('\n')
  .map((line) => line.split(' ')[1] ?? '-')
  .filter((keyword) => keyword !== '-' && keywords[keyword] === undefined);

writeFileSync(
  join(import.meta.dirname, '../packages/ctp/src/script/keywords.generated.ts'),
  `// Made by tools/generate-ctp-keywords.ts; do not edit. Names of elements in scripts of RSNA CTP (dcm4che 1.x).

/** Names that DICOM does not have, or gives to another tag. */
export const ownNames = \`${packed(own, 4)}\`;

/** Keywords of DICOM that mean nothing in a script. */
export const lackingKeywords = \`${packed(lacking, 6)}\`;
`,
);
