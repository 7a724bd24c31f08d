/** One entry of a Java properties file, with the line it starts on (from 1). */
export interface PropertiesEntry {
  readonly key: string;
  readonly value: string;
  readonly line: number;
}

const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

function unescape(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|([\s\S]))/g, (_, hex: string | undefined, letter: string) =>
    hex === undefined ? (escapes[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function endsInOddBackslashes(line: string): boolean {
  let count = 0;
  while (line[line.length - 1 - count] === '\\') count += 1;
  return count % 2 === 1;
}

/** Where the key ends: the first `=`, `:` or blank that no backslash precedes. */
function keyEnd(line: string): number {
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at] ?? '';
    if (letter === '\\') at += 1;
    else if (/[=:\s]/.test(letter)) return at;
  }
  return line.length;
}

/** Reads the text of a Java properties file: comments, escapes, lines that go on after a backslash. */
export function parsePropertiesText(text: string): PropertiesEntry[] {
  const entries: PropertiesEntry[] = [];
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
  for (let at = 0; at < lines.length; at += 1) {
    const line = at + 1;
    let logical = (lines[at] ?? '').trimStart();
    if (logical === '' || logical.startsWith('#') || logical.startsWith('!')) continue;
    while (endsInOddBackslashes(logical) && at + 1 < lines.length) {
      at += 1;
      logical = logical.slice(0, -1) + (lines[at] ?? '').trimStart();
    }
    const end = keyEnd(logical);
    const value = logical.slice(end).replace(/^\s*[=:]?\s*/, '');
    entries.push({ key: unescape(logical.slice(0, end)), value: unescape(value), line });
  }
  return entries;
}
