import { ctpElement } from './elements.ts';
import { NotUnderstood, type TokenReader } from './tokens.ts';

/** A value as code of a CTP script. */
export interface CtpValue {
  readonly code: string;
  /** What it always is; undefined when it depends on the object. */
  readonly constant: string | undefined;
}

export interface ValueSources {
  /** Undefined when nothing gives it a value. */
  variable(name: string): CtpValue | undefined;
  /** Tells of something that is done in another way than by DicomEdit. */
  differs(message: string): void;
}

export function literal(text: string): string {
  return text.replace(/[\\@{}]/g, '\\$&');
}

export function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&')}"`;
}

export function constantValue(text: string): CtpValue {
  return { code: literal(text), constant: text };
}

function ofObject(code: string): CtpValue {
  return { code, constant: undefined };
}

function joined(values: readonly CtpValue[]): CtpValue {
  const constants = values.map(({ constant }) => constant);
  const isConstant = constants.every((constant) => constant !== undefined);
  return {
    code: values.map(({ code }) => code).join(''),
    constant: isConstant ? constants.join('') : undefined,
  };
}

function changed(letters: 'lowercase' | 'uppercase', reader: TokenReader, sources: ValueSources): CtpValue {
  if (reader.peek()?.kind === 'tag') return ofObject(`@${letters}(${ctpElement(reader.tag())})`);
  const { constant } = readValue(reader, sources);
  if (constant === undefined)
    throw new NotUnderstood(
      `CTP changes the letters of elements only, not of what ${letters} is given here.`,
    );
  return constantValue(letters === 'lowercase' ? constant.toLowerCase() : constant.toUpperCase());
}

function dateShift(reader: TokenReader, sources: ValueSources): CtpValue {
  const element = ctpElement(reader.tag());
  reader.expectSign(',');
  const days = readValue(reader, sources).constant ?? '';
  if (reader.isSign(',')) {
    reader.next();
    if (!/^days?$/i.test(reader.text())) throw new NotUnderstood('CTP moves dates by whole days.');
  }
  if (!/^-?\d+$/.test(days)) throw new NotUnderstood('The days are no whole number.');
  return ofObject(`@incrementdate(${element},${days})`);
}

function substring(reader: TokenReader): CtpValue {
  const element = ctpElement(reader.tag());
  reader.expectSign(',');
  const start = reader.text();
  reader.expectSign(',');
  const end = reader.text();
  if (start !== '0' || !/^\d+$/.test(end)) throw new NotUnderstood('CTP takes the first letters only.');
  return ofObject(`@truncate(${element},${end})`);
}

function listOf(reader: TokenReader, sources: ValueSources): CtpValue[] {
  const values = [readValue(reader, sources)];
  while (reader.isSign(',')) {
    reader.next();
    values.push(readValue(reader, sources));
  }
  return values;
}

/** `format["{0}_{1}", a, b]`: only places by number; widths and dates of Java's formats have no like. */
function format(reader: TokenReader, sources: ValueSources): CtpValue {
  const [pattern, ...values] = listOf(reader, sources);
  if (pattern?.constant === undefined) throw new NotUnderstood('The format is no text.');
  const parts = pattern.constant.split(/\{(\d+)\}/);
  if (parts.some((part, at) => at % 2 === 0 && /[{}']/.test(part)))
    throw new NotUnderstood('Of a format, only {0}, {1} and so on can be converted.');
  return joined(
    parts.map((part, at) => {
      const value = at % 2 === 0 ? constantValue(part) : values[Number(part)];
      if (value === undefined) throw new NotUnderstood(`The format has no value for {${part}}.`);
      return value;
    }),
  );
}

function replacement(reader: TokenReader, sources: ValueSources): CtpValue {
  const element = ctpElement(reader.tag());
  reader.expectSign(',');
  const [from, to] = listOf(reader, sources).map(({ constant }) => constant);
  if (from === undefined || to === undefined) throw new NotUnderstood('CTP replaces a text by a text only.');
  const pattern = from.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return ofObject(`@contents(${element},${quoted(pattern)},${quoted(to.replace(/[\\$]/g, '\\$&'))})`);
}

function hashedUid(name: string, reader: TokenReader, sources: ValueSources): CtpValue {
  const element = ctpElement(reader.tag());
  if (name === 'mapUID' && reader.isSign(',')) {
    reader.next();
    readValue(reader, sources);
  }
  sources.differs(`${name} gives other UIDs here: an MD5 below 2.25, always the same for the same UID.`);
  return ofObject(`@hashuid(@UIDROOT,${element})`);
}

function ofFunction(name: string, reader: TokenReader, sources: ValueSources): CtpValue {
  switch (name) {
    case 'lowercase':
    case 'uppercase':
      return changed(name, reader, sources);
    case 'hashUID':
    case 'mapUID':
      return hashedUid(name, reader, sources);
    case 'substring':
      return substring(reader);
    case 'concatenate':
      return joined(listOf(reader, sources));
    case 'format':
      return format(reader, sources);
    case 'replace':
      return replacement(reader, sources);
    case 'shiftDateByIncrement':
    case 'shiftDateTimeByIncrement':
      return dateShift(reader, sources);
    default:
      throw new NotUnderstood(`The function ${name} has no like in a CTP script.`);
  }
}

/** A text, an element's content, a variable or a function of them. @throws NotUnderstood */
export function readValue(reader: TokenReader, sources: ValueSources): CtpValue {
  if (reader.peek()?.kind === 'tag') return ofObject(`@contents(${ctpElement(reader.tag())})`);
  const token = reader.next();
  if (token?.kind === 'text') return constantValue(token.text);
  if (token?.kind !== 'word') throw new NotUnderstood('No value stands where one was looked for.');
  if (reader.isSign('[')) {
    reader.next();
    const value = ofFunction(token.text, reader, sources);
    reader.expectSign(']');
    return value;
  }
  if (/^-?\d/.test(token.text)) return constantValue(token.text);
  const value = sources.variable(token.text);
  if (value === undefined) throw new NotUnderstood(`The variable ${token.text} has no value.`);
  return value;
}
