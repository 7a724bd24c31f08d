export interface Token {
  readonly kind: 'text' | 'tag' | 'word' | 'sign';
  readonly text: string;
}

/** Why a statement cannot be converted. */
export class NotUnderstood extends Error {}

const tokenPattern =
  /\s+|"((?:[^"\\]|\\[\s\S])*)"|(\([0-9A-Fa-fX@#]{4}\s*,\s*(?:\{[^}]*\}\s*)?[0-9A-Fa-fX@#]{2,4}\))|([A-Za-z_]\w*|-?\d+(?:\.\d+)?)|(:=|\?=|!=|!~|[\s\S])/y;

function tokensOf(statement: string): Token[] {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  for (let match = tokenPattern.exec(statement); match !== null; match = tokenPattern.exec(statement)) {
    const [, text, tag, word, sign] = match;
    if (text !== undefined) tokens.push({ kind: 'text', text: text.replace(/\\([\s\S])/g, '$1') });
    else if (tag !== undefined) tokens.push({ kind: 'tag', text: tag.replace(/\s*([,{}])\s*/g, '$1') });
    else if (word !== undefined) tokens.push({ kind: 'word', text: word });
    else if (sign !== undefined) tokens.push({ kind: 'sign', text: sign });
  }
  return tokens;
}

/** Goes through the tokens of a statement, one after the other. */
export interface TokenReader {
  /** The one after `ahead` others. */
  peek(ahead?: number): Token | undefined;
  next(): Token | undefined;
  isSign(text: string): boolean;
  isAtEnd(): boolean;
  /** @throws NotUnderstood when another token stands there */
  expectSign(text: string): void;
  /** An element as the script writes it, `(0010,0020)`. @throws NotUnderstood when none stands there, or one in a sequence */
  tag(): string;
  /** A text or a word. @throws NotUnderstood when neither stands there */
  text(): string;
}

/** Reads one statement of a DicomEdit script, its comment taken off. */
export function readTokens(statement: string): TokenReader {
  const tokens = tokensOf(statement);
  let at = 0;
  const isSign = (text: string): boolean => tokens[at]?.kind === 'sign' && tokens[at]?.text === text;
  return {
    peek: (ahead = 0) => tokens[at + ahead],
    next() {
      at += 1;
      return tokens[at - 1];
    },
    isSign,
    isAtEnd: () => at >= tokens.length,
    expectSign(text) {
      if (!isSign(text)) throw new NotUnderstood(`There is no ${text} where one was looked for.`);
      at += 1;
    },
    tag() {
      const token = tokens[at];
      if (token?.kind !== 'tag') throw new NotUnderstood('No element stands where one was looked for.');
      at += 1;
      if (isSign('[') || isSign('/'))
        throw new NotUnderstood(
          'Paths into sequences have no like: CTP applies a rule wherever it enters a sequence.',
        );
      return token.text;
    },
    text() {
      const token = tokens[at];
      if (token?.kind !== 'text' && token?.kind !== 'word') throw new NotUnderstood('A text was looked for.');
      at += 1;
      return token.text;
    },
  };
}
