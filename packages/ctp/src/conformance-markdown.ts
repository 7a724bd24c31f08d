import type { CtpConformanceStatement } from './conformance.ts';

function cellText(text: string | number | null): string {
  return String(text ?? '')
    .replaceAll('\\', '\\\\')
    .replaceAll('|', '\\|')
    .replace(/\s+/g, ' ');
}

/** Code of a script as code of Markdown: fenced by more backticks than stand in it. */
function codeText(code: string): string {
  const fence = '`'.repeat(Math.max(0, ...[...code.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  return `${fence} ${code} ${fence}`;
}

function tableOf(heads: readonly string[], rows: readonly (readonly (string | number | null)[])[]): string {
  if (rows.length === 0) return 'None.';
  const line = (cells: readonly (string | number | null)[]) => `| ${cells.map(cellText).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

const listOf = (items: readonly string[]): string =>
  items.length === 0 ? 'None.' : items.map((item) => `- ${item}`).join('\n');

type Section = readonly [title: string, text: string];

function ruleSections({ elements, withoutRule, functions, parameters }: CtpConformanceStatement): Section[] {
  const rows = elements.map((one) => [one.element, one.keyword, one.line, codeText(one.code), one.effect]);
  const uses = functions.map(({ name, effect, elements: count }) => [`@${name}`, effect, count]);
  return [
    ['Elements with a rule', tableOf(['Element', 'Keyword', 'Line', 'Code', 'What it does'], rows)],
    ['Elements without a rule', listOf(withoutRule)],
    ['Functions that are used', tableOf(['Function', 'What it does', 'Elements'], uses)],
    ['Parameters', listOf(parameters)],
  ];
}

function findingSections({ holding, reported, lint }: CtpConformanceStatement): Section[] {
  const told = (findings: CtpConformanceStatement['holding']) =>
    tableOf(
      ['Finding', 'When'],
      findings.map(({ code, detail }) => [code, detail]),
    );
  const rows = lint.map(({ file, line, element, severity, message }) => [
    file,
    line ?? null,
    element ?? null,
    severity,
    message,
  ]);
  return [
    ['Findings that hold an object', told(holding)],
    ['Findings that a reviewer sees', told(reported)],
    ['What the linter says of the files', tableOf(['File', 'Line', 'Element', 'Severity', 'Message'], rows)],
  ];
}

/** The statement for people. */
export function ctpConformanceMarkdown(statement: CtpConformanceStatement): string {
  const { profile, filter } = statement;
  const sections: Section[] = [
    ...ruleSections(statement),
    ['Dates and times', statement.dates],
    ['UIDs', statement.uids],
    ['Filter', filter.startsWith('None') ? filter : codeText(filter)],
    ['Pixels', statement.pixels],
    ['Lookup table', statement.lookupTable],
    ['Done whatever the script says', listOf(statement.alwaysDone)],
    ...findingSections(statement),
  ];
  const head = `# Conformance statement: ${profile.id} version ${profile.version}, a script of CTP`;
  const facts = tableOf(
    ['', ''],
    [
      ['Profile', profile.reference],
      ['SHA-256', profile.sha256],
    ],
  );
  return `${[head, facts, ...sections.map(([title, text]) => `## ${title}\n\n${text}`)].join('\n\n')}\n`;
}
