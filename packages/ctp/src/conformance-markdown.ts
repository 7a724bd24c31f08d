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

/** The statement for people. */
export function ctpConformanceMarkdown(statement: CtpConformanceStatement): string {
  const { profile, lint } = statement;
  const sections: readonly (readonly [string, string])[] = [
    [
      'Elements with a rule',
      tableOf(
        ['Element', 'Keyword', 'Line', 'Code', 'What it does'],
        statement.elements.map((one) => [one.element, one.keyword, one.line, codeText(one.code), one.effect]),
      ),
    ],
    ['Elements without a rule', listOf(statement.withoutRule)],
    [
      'Functions that are used',
      tableOf(
        ['Function', 'What it does', 'Elements'],
        statement.functions.map(({ name, effect, elements }) => [`@${name}`, effect, elements]),
      ),
    ],
    ['Parameters', listOf(statement.parameters)],
    ['Dates and times', statement.dates],
    ['UIDs', statement.uids],
    ['Filter', statement.filter.startsWith('None') ? statement.filter : codeText(statement.filter)],
    ['Pixels', statement.pixels],
    ['Lookup table', statement.lookupTable],
    ['Done whatever the script says', listOf(statement.alwaysDone)],
    [
      'Findings that hold an object',
      tableOf(
        ['Finding', 'When'],
        statement.holding.map(({ code, detail }) => [code, detail]),
      ),
    ],
    [
      'Findings that a reviewer sees',
      tableOf(
        ['Finding', 'When'],
        statement.reported.map(({ code, detail }) => [code, detail]),
      ),
    ],
    [
      'What the linter says of the files',
      tableOf(
        ['File', 'Line', 'Element', 'Severity', 'Message'],
        lint.map(({ file, line, element, severity, message }) => [
          file,
          line ?? null,
          element ?? null,
          severity,
          message,
        ]),
      ),
    ],
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
