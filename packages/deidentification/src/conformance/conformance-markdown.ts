import type { ConformanceStatement } from './conformance-statement.ts';

type Cell = string | number | null;

function cellText(cell: Cell): string {
  return cell === null ? '' : String(cell).replaceAll('|', '\\|').replaceAll('\n', ' ');
}

function tableOf(heads: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const line = (cells: readonly Cell[]): string => `| ${cells.map(cellText).join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}

function listOf(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function section(title: string, ...parts: readonly string[]): string {
  return [`## ${title}`, ...parts].join('\n\n');
}

function headOf({ profile, edition, basis }: ConformanceStatement): string {
  const title = `# Conformance statement: ${profile.title}`;
  const facts = tableOf(
    ['', ''],
    [
      ['Profile', profile.reference],
      ['SHA-256', profile.sha256],
      ['Standard', edition],
      ['Basis of the use', basis === null ? 'none stated' : `${basis.name}: ${basis.meaning}`],
    ],
  );
  return `${title}\n\n${facts}`;
}

function overridesOf({ overrides }: ConformanceStatement): string {
  if (overrides.length === 0) return 'None.';
  const rows = overrides.map(({ path, keyword, action, why }) => [
    path,
    keyword,
    typeof action === 'string' ? action : `"${action.set}"`,
    why,
  ]);
  return tableOf(['Path', 'Keyword', 'Action', 'Why'], rows);
}

function choicesOf({ choices }: ConformanceStatement): string {
  const rows = choices.map((choice) => [
    choice.attribute,
    choice.keyword,
    choice.tableAction,
    choice.type1,
    choice.type2,
    choice.type3,
    choice.unknownSopClass,
  ]);
  return tableOf(['Attribute', 'Keyword', 'Table', 'Type 1', 'Type 2', 'Type 3', 'Unknown SOP Class'], rows);
}

/** The statement for people. */
export function conformanceMarkdown(statement: ConformanceStatement): string {
  const { options, optionActions, temporal, dummyValues, descriptorTerms } = statement;
  const age =
    temporal.ageCapYears === null
      ? ''
      : `Ages over ${temporal.ageCapYears} years become ${temporal.ageCapYears + 1}.`;
  const sections = [
    headOf(statement),
    section(
      'Profile and options',
      tableOf(
        ['Code', 'Meaning', 'Here'],
        options.map(({ code, meaning, effect }) => [code, meaning, effect]),
      ),
    ),
    section('Overrides', overridesOf(statement)),
    section('Private attributes', listOf(statement.privateAttributes)),
    section('Pixels', listOf(statement.pixels)),
    section('Dates and times', temporal.method, ...(age === '' ? [] : [age])),
    section('UIDs', statement.uids),
    section('Encrypted attributes', statement.encryptedAttributes),
    section('Attributes that the table does not list', listOf(statement.notListed)),
    section('Choices that the table leaves', choicesOf(statement)),
    section(
      'What options keep (K) and clean (C)',
      optionActions.length === 0
        ? 'Nothing.'
        : tableOf(
            ['Attribute', 'Keyword', 'Action', 'Option'],
            optionActions.map(({ attribute, keyword, action, by }) => [attribute, keyword, action, by]),
          ),
    ),
    section('Replacement values', tableOf(['VR', 'Value'], Object.entries(dummyValues))),
    section(
      'Words that descriptions may keep besides the built-in dictionary',
      descriptorTerms.length === 0 ? 'None.' : descriptorTerms.join(', '),
    ),
  ];
  return `${sections.join('\n\n')}\n`;
}
