import ts from 'typescript';

const testFunctions = new Set(['it', 'test', 'describe']);

/** The function that `it.each(…)(…)`, `describe.skipIf(…)(…)` and the like begin with. */
function callee(node: ts.Expression): string | undefined {
  if (ts.isIdentifier(node)) return node.text;
  if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node)) return callee(node.expression);
  return undefined;
}

function textOf(node: ts.Expression | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isTemplateExpression(node) ? node.getText().slice(1, -1) : undefined;
}

/** The titles of the tests and groups of tests in the source of a file, as they are written there. */
export function testTitles(source: string): ReadonlySet<string> {
  const titles = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && testFunctions.has(callee(node.expression) ?? '')) {
      const title = textOf(node.arguments[0]);
      if (title !== undefined) titles.add(title);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('source.ts', source, ts.ScriptTarget.Latest, true));
  return titles;
}

/** The rows of the document's tables, without heads and rules. */
function rowsOf(markdown: string): { line: number; claim: string; proofs: string }[] {
  return markdown.split('\n').flatMap((text, index) => {
    const [, claim = '', proofs = ''] = /^\| (.*?) \| (.*?) +\|$/.exec(text) ?? [];
    const isRow = claim !== '' && claim.trim() !== 'claim' && !/^-+ *$/.test(claim);
    return isRow ? [{ line: index + 1, claim: claim.trim(), proofs: proofs.trim() }] : [];
  });
}

/** One line for each proof of the document that does not exist, and for each claim without one. */
export async function missingProofs(
  markdown: string,
  titlesOf: (file: string) => Promise<ReadonlySet<string>>,
): Promise<string[]> {
  const missing: string[] = [];
  const rows = rowsOf(markdown);
  if (rows.length === 0) missing.push('has no claims: a table has the columns "claim" and "proof"');
  for (const { line, claim, proofs } of rows)
    for (const proof of proofs.split('<br>')) {
      const [, file, title] = /^`([^`]+)` › (.+)$/.exec(proof) ?? [];
      if (file === undefined || title === undefined)
        missing.push(`line ${line}: "${claim}" needs a proof written as \`file\` › title`);
      else if (!(await titlesOf(file)).has(title))
        missing.push(`line ${line}: ${file} has no test "${title}"`);
    }
  return missing;
}
