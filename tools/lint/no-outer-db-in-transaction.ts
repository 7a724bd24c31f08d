import type { TSESLint, TSESTree } from '@typescript-eslint/utils';

type Context = Readonly<TSESLint.RuleContext<'outerDatabase', []>>;
type Callback = TSESTree.ArrowFunctionExpression | TSESTree.FunctionExpression;

interface TransactionCall {
  /** The source text of the database that the transaction was opened on: `db`, `deps.db`. */
  database: string;
  callback: Callback;
}

function isCallback(node: TSESTree.Node | undefined): node is Callback {
  return node?.type === 'ArrowFunctionExpression' || node?.type === 'FunctionExpression';
}

/** `transact(db, (trx) => …)` and `db.transaction().execute((trx) => …)`. */
function transactionCall(call: TSESTree.CallExpression, context: Context): TransactionCall | undefined {
  const text = (node: TSESTree.Node) => context.sourceCode.getText(node);
  const { callee } = call;
  if (callee.type === 'Identifier' && callee.name === 'transact') {
    const [database, callback] = call.arguments;
    return database !== undefined && isCallback(callback)
      ? { database: text(database), callback }
      : undefined;
  }
  const [callback] = call.arguments;
  const opened =
    callee.type === 'MemberExpression' ? /^(.+)\.transaction\(\)/s.exec(text(callee.object)) : null;
  if (opened?.[1] === undefined || !isCallback(callback)) return undefined;
  return { database: opened[1], callback };
}

function isInside(node: TSESTree.Node, outer: TSESTree.Node): boolean {
  return node.range[0] >= outer.range[0] && node.range[1] <= outer.range[1];
}

/** Declared within the callback: `db` as the name of the transaction itself is somebody's taste, not a mistake. */
function isDeclaredInside(node: TSESTree.Identifier, callback: Callback, context: Context): boolean {
  for (
    let scope: TSESLint.Scope.Scope | null = context.sourceCode.getScope(node);
    scope;
    scope = scope.upper
  ) {
    const variable = scope.set.get(node.name);
    if (variable !== undefined)
      return variable.defs.some((definition) => isInside(definition.node, callback));
  }
  return false;
}

/**
 * Inside a transaction every query goes through it. One that goes to the database it was opened on takes a second
 * connection: it does not see the transaction's rows, is not rolled back with it, and may wait for itself forever.
 */
export const noOuterDbInTransaction: TSESLint.RuleModule<'outerDatabase'> = {
  meta: {
    type: 'problem',
    docs: { description: 'Inside a transaction, use the transaction and not the database around it' },
    messages: {
      outerDatabase: '`{{name}}` is outside the transaction: pass the transaction (`trx`) instead.',
    },
    schema: [],
  },
  create(context) {
    const open: TransactionCall[] = [];
    function check(node: TSESTree.Identifier | TSESTree.MemberExpression, root: TSESTree.Identifier): void {
      const name = context.sourceCode.getText(node);
      const outer = open.find(({ database, callback }) => database === name && isInside(node, callback));
      if (outer !== undefined && !isDeclaredInside(root, outer.callback, context))
        context.report({ node, messageId: 'outerDatabase', data: { name } });
    }
    return {
      CallExpression(node) {
        const call = transactionCall(node, context);
        if (call !== undefined) open.push(call);
      },
      'CallExpression:exit'(node: TSESTree.CallExpression) {
        if (open.at(-1)?.callback.parent === node) open.pop();
      },
      Identifier(node) {
        const { parent } = node;
        const isPropertyName =
          (parent.type === 'MemberExpression' && parent.property === node && !parent.computed) ||
          (parent.type === 'Property' && parent.key === node);
        if (!isPropertyName) check(node, node);
      },
      MemberExpression(node) {
        if (node.object.type === 'Identifier') check(node, node.object);
      },
    };
  },
};
