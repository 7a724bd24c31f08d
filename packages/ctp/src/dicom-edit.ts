/** A statement of a DicomEdit script that was left out, or that means something else now. */
export interface DicomEditNote {
  /** From 1. */
  readonly line: number;
  readonly kind: 'leftOut' | 'differs';
  readonly message: string;
}

export interface ConvertedDicomEdit {
  /** An anonymizer script of CTP that does what was understood. */
  readonly script: string;
  readonly notes: readonly DicomEditNote[];
}

interface Token {
  readonly kind: 'text' | 'tag' | 'word' | 'sign';
  readonly text: string;
}

/** Why a statement cannot be converted. */
class NotUnderstood extends Error {}

const tokenPattern =
  /\s+|"((?:[^"\\]|\\[\s\S])*)"|(\([0-9A-Fa-fX@#]{4}\s*,\s*(?:\{[^}]*\}\s*)?[0-9A-Fa-fX@#]{2,4}\))|([A-Za-z_]\w*|\d+(?:\.\d+)?)|(:=|!=|!~|[\s\S])/y;

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

/** `(0019,{ACME}0C)` as a rule and an argument of CTP name it: `0019[ACME]0C`; plain tags as eight digits. */
function ctpTag(text: string): string {
  const named = /^\(([0-9A-Fa-f]{4}),\{([^}]*)\}([0-9A-Fa-f]{2})\)$/.exec(text);
  if (named !== null) return `${named[1] ?? ''}[${named[2] ?? ''}]${named[3] ?? ''}`;
  const plain = /^\(([0-9A-Fa-f]{4}),([0-9A-Fa-f]{4})\)$/.exec(text);
  if (plain === null) throw new NotUnderstood(`The wildcards of ${text} have no like in a CTP script.`);
  return `${plain[1] ?? ''}${plain[2] ?? ''}`;
}

function literal(text: string): string {
  return text.replace(/[\\@{}]/g, '\\$&');
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

function createConverter() {
  const rules = new Map<string, string>();
  const removals = new Set<string>();
  const variables = new Map<string, string>();
  const notes: DicomEditNote[] = [];
  let tokens: Token[] = [];
  let at = 0;
  let line = 0;

  const isSign = (text: string): boolean => tokens[at]?.kind === 'sign' && tokens[at]?.text === text;
  const differs = (message: string): void => {
    notes.push({ line, kind: 'differs', message });
  };

  function expectSign(text: string): void {
    if (!isSign(text)) throw new NotUnderstood(`There is no ${text} where one was looked for.`);
    at += 1;
  }

  function tagHere(): string {
    const token = tokens[at];
    if (token?.kind !== 'tag') throw new NotUnderstood('No element stands where one was looked for.');
    at += 1;
    if (isSign('[') || isSign('/'))
      throw new NotUnderstood(
        'Paths into sequences have no like: CTP applies a rule wherever it enters a sequence.',
      );
    return ctpTag(token.text);
  }

  function textHere(): string {
    const token = tokens[at];
    if (token?.kind !== 'text' && token?.kind !== 'word') throw new NotUnderstood('A text was looked for.');
    at += 1;
    return token.text;
  }

  function dateShift(): string {
    const tag = tagHere();
    expectSign(',');
    const days = textHere();
    if (isSign(',')) {
      at += 1;
      if (!/^days?$/i.test(textHere())) throw new NotUnderstood('CTP moves dates by whole days.');
    }
    if (!/^-?\d+$/.test(days)) throw new NotUnderstood('The days are no whole number.');
    return `@incrementdate(${tag},${days})`;
  }

  function substring(): string {
    const tag = tagHere();
    expectSign(',');
    const start = textHere();
    expectSign(',');
    const end = textHere();
    if (start !== '0' || !/^\d+$/.test(end)) throw new NotUnderstood('CTP takes the first letters only.');
    return `@truncate(${tag},${end})`;
  }

  function concatenation(): string {
    let code = value();
    while (isSign(',')) {
      at += 1;
      code += value();
    }
    return code;
  }

  const functions: Readonly<Record<string, () => string>> = {
    lowercase: () => `@lowercase(${tagHere()})`,
    uppercase: () => `@uppercase(${tagHere()})`,
    hashUID: () => {
      differs('hashUID gives other UIDs here: MD5 below 2.25 instead of SHA-1.');
      return `@hashuid(@UIDROOT,${tagHere()})`;
    },
    substring,
    concatenate: concatenation,
    shiftDateByIncrement: dateShift,
    shiftDateTimeByIncrement: dateShift,
  };

  function value(): string {
    const token = tokens[at];
    if (token?.kind === 'tag') return `@contents(${tagHere()})`;
    at += 1;
    if (token?.kind === 'text') return literal(token.text);
    if (token?.kind !== 'word') throw new NotUnderstood('No value stands where one was looked for.');
    if (!isSign('[')) {
      const code = /^\d/.test(token.text) ? token.text : variables.get(token.text);
      if (code === undefined) throw new NotUnderstood(`The variable ${token.text} has no value.`);
      return code;
    }
    const known = Object.hasOwn(functions, token.text) ? functions[token.text] : undefined;
    if (known === undefined)
      throw new NotUnderstood(`The function ${token.text} has no like in a CTP script.`);
    at += 1;
    const code = known();
    expectSign(']');
    return code;
  }

  /** `- (gggg,eeee)`, or `(gggg,eeee) := value`: the tag and its code. */
  function action(): { tag: string; code: string } {
    if (isSign('-')) {
      at += 1;
      return { tag: tagHere(), code: '@remove()' };
    }
    const tag = tagHere();
    expectSign(':=');
    return { tag, code: value() };
  }

  function removeGroups(): boolean {
    const pattern = isSign('-') ? tokens[at + 1]?.text : undefined;
    if (tokens.length !== 2 || pattern === undefined) return false;
    const removal = { '(50XX,XXXX)': 'curves', '(60XX,XXXX)': 'overlays', '(XXX#,XXXX)': 'privategroups' }[
      pattern
    ];
    if (removal === undefined) return false;
    if (removal === 'curves')
      throw new NotUnderstood('CTP removes curves with all unspecified elements only.');
    removals.add(removal);
    return true;
  }

  function conditional(): void {
    const tested = tagHere();
    const operator = tokens[at]?.text ?? '';
    at += 1;
    const pattern = textHere();
    expectSign('?');
    const yes = action();
    const no = isSign(':') ? ((at += 1), action()) : { tag: yes.tag, code: '@keep()' };
    if (no.tag !== yes.tag) throw new NotUnderstood('Both sides must treat the same element.');
    const regex = operator.endsWith('~') ? pattern : pattern.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    const [first, second] = operator.startsWith('!') ? [no, yes] : [yes, no];
    addRule(yes.tag, `@if(${tested},matches,${quoted(regex)}){${first.code}}{${second.code}}`);
  }

  function addRule(tag: string, code: string): void {
    if (rules.has(tag))
      throw new NotUnderstood('An earlier statement treats this element; CTP has one rule for each.');
    rules.set(tag, code);
  }

  function statement(): void {
    const [first, second] = tokens;
    if (first?.kind === 'word' && first.text === 'version') return;
    if (first?.kind === 'word' && first.text === 'describe') return;
    if (first?.kind === 'word' && first.text === 'removeAllPrivateTags') {
      removals.add('privategroups');
      return;
    }
    if (first?.kind === 'word' && second?.text === ':=') {
      at = 2;
      variables.set(first.text, value());
    } else if (tokens.some(({ kind, text }) => kind === 'sign' && text === '?')) {
      conditional();
    } else if (!removeGroups()) {
      const { tag, code } = action();
      addRule(tag, code === '@remove()' ? code : `@always()${code}`);
    } else {
      return;
    }
    if (at < tokens.length) throw new NotUnderstood('More stands there than was understood.');
  }

  function read(text: string, number: number): void {
    tokens = tokensOf(text);
    at = 0;
    line = number;
    if (tokens.length === 0) return;
    const before = notes.length;
    try {
      statement();
    } catch (error) {
      if (!(error instanceof NotUnderstood)) throw error;
      notes.length = before;
      notes.push({ line, kind: 'leftOut', message: error.message });
    }
  }

  function script(): string {
    const lines = [...rules].map(
      ([tag, code]) => `<e en="T" t="${escapeXml(tag)}" n="">${escapeXml(code)}</e>`,
    );
    const groups = [...removals].map((name) => `<r en="T" t="${name}">${name}</r>`);
    const isHashed = [...rules.values()].some((code) => code.includes('@UIDROOT'));
    const parameters = isHashed ? ['<p t="UIDROOT">2.25</p>'] : [];
    return `${['<script>', ...parameters, ...lines, ...groups, '</script>'].join('\n')}\n`;
  }

  return { read, script, notes };
}

/** The line without its comment; `//` in quotation marks is no comment. */
function withoutComment(line: string): string {
  return /^(?:"(?:[^"\\]|\\.)*"|(?!\/\/)[\s\S])*/.exec(line)?.[0] ?? '';
}

/** True for a script of DicomEdit 6: its first statement is its version. */
export function isDicomEdit(text: string): boolean {
  return /^(?:\s|\/\/[^\r\n]*[\r\n])*version\s*"6/.test(text.replace(/^\uFEFF/, ''));
}

/**
 * Converts the common part of a script of XNAT's DicomEdit 6 to an anonymizer script of CTP: assignments, deletions,
 * conditions, private elements by creator, variables and a few functions. What is left out is said line by line.
 */
export function convertDicomEdit(text: string): ConvertedDicomEdit {
  const converter = createConverter();
  for (const [at, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .entries())
    converter.read(withoutComment(line), at + 1);
  return { script: converter.script(), notes: converter.notes };
}
