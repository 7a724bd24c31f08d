import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

type FunctionNode =
  | TSESTree.FunctionDeclaration
  | TSESTree.FunctionExpression
  | TSESTree.ArrowFunctionExpression;
type Options = [{ max: number; exempt?: string }];

function nameOf(node: FunctionNode): string {
  if (node.type !== 'ArrowFunctionExpression' && node.id) return node.id.name;
  const { parent } = node;
  if (parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier') return parent.id.name;
  if ((parent.type === 'Property' || parent.type === 'MethodDefinition') && parent.key.type === 'Identifier')
    return parent.key.name;
  return 'this function';
}

/** The lines that hold code: neither blank nor comment alone. */
function codeLines({ ast }: TSESLint.SourceCode): Set<number> {
  const lines = new Set<number>();
  for (const token of ast.tokens)
    for (let line = token.loc.start.line; line <= token.loc.end.line; line++) lines.add(line);
  return lines;
}

/**
 * How long a function may be, not counting blank lines, comments, and the functions within it: a closure `createX` that
 * holds twenty short functions is not long. Functions whose name matches `exempt` declare rather than do (route tables).
 */
export const ownLinesPerFunction: TSESLint.RuleModule<'tooLong', Options> = {
  meta: {
    defaultOptions: [{ max: 45 }],
    type: 'suggestion',
    docs: { description: 'Functions do one thing: limit their own lines' },
    messages: {
      tooLong: '{{name}} has {{lines}} lines of its own; {{max}} are allowed. Take a part out and name it.',
    },
    schema: [
      {
        type: 'object',
        properties: { max: { type: 'number' }, exempt: { type: 'string' } },
        required: ['max'],
        additionalProperties: false,
      },
    ],
  },
  create(context) {
    const [{ max, exempt }] = context.options;
    const open: { node: FunctionNode; inner: number }[] = [];
    let code: Set<number> | undefined;
    function enter(node: FunctionNode): void {
      open.push({ node, inner: 0 });
    }
    function leave(): void {
      const current = open.pop();
      if (current === undefined) return;
      const { node, inner } = current;
      code ??= codeLines(context.sourceCode);
      let lines = 0;
      for (let line = node.loc.start.line; line <= node.loc.end.line; line++) if (code.has(line)) lines++;
      const outer = open.at(-1);
      // A one-line arrow shares its line with the function around it, which keeps it.
      if (outer !== undefined && lines > 1) outer.inner += lines;
      const name = nameOf(node);
      if (lines - inner > max && !(exempt !== undefined && new RegExp(exempt).test(name)))
        context.report({
          node,
          messageId: 'tooLong',
          data: { name, lines: String(lines - inner), max: String(max) },
        });
    }
    return {
      FunctionDeclaration: enter,
      FunctionExpression: enter,
      ArrowFunctionExpression: enter,
      'FunctionDeclaration:exit': leave,
      'FunctionExpression:exit': leave,
      'ArrowFunctionExpression:exit': leave,
    };
  },
};
