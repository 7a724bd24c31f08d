import { readCtpFilter } from '../filter.ts';
import type { LintFinding } from '../lint-finding.ts';
import { type ParsedLookupTable, parseLookupTable } from '../lookup-table.ts';
import { readCtpPixelScript } from '../pixel-script.ts';
import { type CtpFileKind, isDicomEdit } from '../script/file-kind.ts';
import { readCtpScript } from '../script/read-script.ts';
import { lintCtpScript } from './lint-script.ts';

/** The texts of the files that belong together, as a site has them. */
export type CtpFiles = Readonly<Partial<Record<CtpFileKind, string>>>;

/** A finding with the file it is about. */
export interface FileFinding extends LintFinding {
  readonly file: CtpFileKind;
}

const dicomEdit: LintFinding = {
  code: 'dicomEdit',
  severity: 'error',
  message:
    'This is a script of XNAT’s DicomEdit, not of CTP. Convert it (`pesscara ctp from-dicomedit`) and read what was left out.',
};

/** What is about the whole file comes last. */
function lineOf({ line = Number.MAX_SAFE_INTEGER }: LintFinding): number {
  return line;
}

/** Everything that is to be said of files that are used together, file by file and line by line. */
export function lintCtpFiles(files: CtpFiles): FileFinding[] {
  const findings: FileFinding[] = [];
  const add = (file: CtpFileKind, found: readonly LintFinding[]): void => {
    const inOrder = found.toSorted((one, other) => lineOf(one) - lineOf(other));
    for (const finding of inOrder) findings.push({ file, ...finding });
  };
  const table: ParsedLookupTable | undefined =
    files.lookupTable === undefined ? undefined : parseLookupTable(files.lookupTable);
  if (files.script !== undefined)
    add(
      'script',
      isDicomEdit(files.script) ? [dicomEdit] : lintCtpScript(readCtpScript(files.script), table?.table),
    );
  if (table !== undefined) add('lookupTable', table.findings);
  if (files.filter !== undefined) add('filter', readCtpFilter(files.filter).findings);
  if (files.pixelScript !== undefined) add('pixelScript', readCtpPixelScript(files.pixelScript).findings);
  return findings;
}
