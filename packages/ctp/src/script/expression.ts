/** One argument of a call: trimmed, escapes and quotation marks taken away. */
export interface Argument {
  readonly text: string;
  readonly quoted: boolean;
}

export type ExpressionPart =
  | { readonly kind: 'literal'; readonly text: string }
  | {
      readonly kind: 'call';
      readonly name: string;
      readonly args: readonly Argument[];
      readonly blocks: readonly Expression[];
      /** `(this,6)`: what CTP writes when the function fails. */
      readonly argumentText: string;
      /** `@ hash(this,6)`, without blocks: what CTP writes when there is no such function. */
      readonly source: string;
      /** Where it stands in the code of its element. */
      readonly offset: number;
    }
  /** `@name` that no `(` or no `)` follows: CTP writes nothing for it and what is behind it. */
  | { readonly kind: 'unclosed'; readonly source: string; readonly offset: number };

/** The code of an element: its parts in turn, of which the results are put together as text. */
export type Expression = readonly ExpressionPart[];

/** Blocks within blocks; more is no script that a person wrote. */
const maxDepth = 64;

const blocksOf: Readonly<Record<string, number>> = { if: 2, select: 2, append: 1 };

/** The position of the bracket that closes the one at `open`; -1 when none does. Quotation marks hide brackets. */
function closingOf(code: string, open: number, pair: '()' | '{}'): number {
  let depth = 0;
  let isQuoted = false;
  for (let at = open; at < code.length; at += 1) {
    const letter = code[at];
    if (letter === '\\') at += 1;
    else if (letter === '"' && pair === '()') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (letter === pair[0]) depth += 1;
    else if (letter === pair[1]) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}

function argumentOf(raw: string): Argument {
  const trimmed = raw.trim();
  const quoted = trimmed.length >= 2 && trimmed.startsWith('"') && trimmed.endsWith('"');
  const bare = quoted ? trimmed.slice(1, -1) : trimmed;
  return { text: bare.replace(/\\([\s\S])/g, '$1'), quoted };
}

/** Separates at commas that stand in no brackets and no quotation marks. An empty last argument does not count. */
function argumentsOf(inner: string): Argument[] {
  const args: Argument[] = [];
  let depth = 0;
  let isQuoted = false;
  let start = 0;
  for (let at = 0; at < inner.length; at += 1) {
    const letter = inner[at] ?? '';
    if (letter === '\\') at += 1;
    else if (letter === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if ('([{'.includes(letter)) depth += 1;
    else if (')]}'.includes(letter)) depth -= 1;
    else if (letter === ',' && depth === 0) {
      args.push(argumentOf(inner.slice(start, at)));
      start = at + 1;
    }
  }
  if (inner.slice(start).trim() !== '') args.push(argumentOf(inner.slice(start)));
  return args;
}

function blocksFrom(
  code: string,
  from: number,
  count: number,
  origin: number,
  depth: number,
): { blocks: Expression[]; end: number } {
  const blocks: Expression[] = [];
  let end = from;
  while (blocks.length < count) {
    const open = end + (/^\s*/.exec(code.slice(end))?.[0].length ?? 0);
    if (code[open] !== '{') break;
    const close = closingOf(code, open, '{}');
    const stop = close < 0 ? code.length : close;
    blocks.push(parseAt(code.slice(open + 1, stop), origin + open + 1, depth + 1));
    end = Math.min(stop + 1, code.length);
  }
  return { blocks, end };
}

function callAt(
  code: string,
  start: number,
  origin: number,
  depth: number,
): { part: ExpressionPart; end: number } {
  const offset = origin + start;
  const open = code.indexOf('(', start);
  const close = open < 0 ? -1 : closingOf(code, open, '()');
  if (close < 0 || depth > maxDepth)
    return { part: { kind: 'unclosed', source: code.slice(start), offset }, end: code.length };
  const name = code.slice(start + 1, open).trim();
  const { blocks, end } = blocksFrom(code, close + 1, blocksOf[name] ?? 0, origin, depth);
  const part: ExpressionPart = {
    kind: 'call',
    name,
    args: argumentsOf(code.slice(open + 1, close)),
    blocks,
    argumentText: code.slice(open, close + 1),
    source: code.slice(start, close + 1),
    offset,
  };
  return { part, end };
}

function parseAt(code: string, origin: number, depth: number): Expression {
  const parts: ExpressionPart[] = [];
  let literal = '';
  const flush = (): void => {
    if (literal !== '') parts.push({ kind: 'literal', text: literal });
    literal = '';
  };
  for (let at = 0; at < code.length; ) {
    const letter = code[at] ?? '';
    if (letter === '\\') {
      literal += code[at + 1] ?? '';
      at += 2;
    } else if (letter === '@') {
      flush();
      const { part, end } = callAt(code, at, origin, depth);
      parts.push(part);
      at = end;
    } else {
      literal += letter;
      at += 1;
    }
  }
  flush();
  return parts;
}

/** Parses the code of an element. Every text is code: what is no call is written as it stands. */
export function parseExpression(code: string): Expression {
  return parseAt(code, 0, 0);
}

/** Every call and unclosed call in an expression, blocks included. */
export function* callsOf(expression: Expression): Generator<Exclude<ExpressionPart, { kind: 'literal' }>> {
  for (const part of expression) {
    if (part.kind === 'literal') continue;
    yield part;
    if (part.kind === 'call') for (const block of part.blocks) yield* callsOf(block);
  }
}
