import type { Identifier, VariantKind } from './identifier.ts';
import { stopWords } from './stop-words.ts';
import { compactText, foldText, isIdeographic, transliterated } from './text-folding.ts';

/** A form in which an identifier may have been written. */
export interface Variant {
  readonly text: string;
  readonly variantKind: VariantKind;
  /** Of a word of a name: a given name alone says less than a family name. */
  readonly part?: 'family' | 'given' | undefined;
}

const nameSeparators = ['^', ' ', ',', ', ', '_', '-', '.', '. ', '/', '|', '\\', '+', ';', ''];
const idSeparators = ['-', ' ', '_', '.', '/', '^'];
/** More words than these add no order that is written in practice. */
const mostNameWords = 5;

/** A word that may stand for the name by itself. */
function isTelling(word: string): boolean {
  const { length } = [...word];
  return (
    (length >= 3 || (isIdeographic(word) && length >= 2)) &&
    /\p{L}/u.test(word) &&
    !stopWords.has(foldText(word))
  );
}

/** The words in the orders that people write them. */
function ordersOf(words: readonly string[]): string[][] {
  const [family = '', given = ''] = words;
  const orders = [[...words], [...words.slice(1), family], [...words].reverse()];
  if (words.length > 2) orders.push([family, given], [given, family], [words.at(-1) ?? '', family]);
  return orders.filter((order) => order.length > 1);
}

function variantsOfWords(words: readonly string[]): Variant[] {
  const variants: Variant[] = words
    .filter(isTelling)
    .map((text) => ({ text, variantKind: 'word', part: text === words[0] ? 'family' : 'given' }));
  for (const order of ordersOf(words))
    for (const separator of nameSeparators) {
      const text = order.join(separator);
      const shortest = isIdeographic(text) ? 2 : 4;
      if (text.length >= shortest)
        variants.push({ text, variantKind: separator === '' ? 'joined' : 'whole' });
    }
  const [family = '', given = ''] = words;
  if (family.length >= 4 && given !== '' && !isIdeographic(family)) {
    const initial = given.charAt(0);
    variants.push(
      { text: initial + family, variantKind: 'initials' },
      { text: family + initial, variantKind: 'initials' },
    );
  }
  return variants;
}

/** The spellings of a text: as it is, without accents, and typed without umlauts. */
function spellingsOf(text: string): string[] {
  const composed = text.normalize('NFC');
  return [
    ...new Set([
      composed,
      composed.toUpperCase(),
      composed.toLowerCase(),
      foldText(composed),
      transliterated(composed),
    ]),
  ];
}

/** A name in the form of PN: up to three groups (alphabetic, ideographic, phonetic), each of components (PS3.5 6.2). */
function nameVariants(name: string): Variant[] {
  return name.split('=').flatMap((group) =>
    spellingsOf(group).flatMap((spelling) => {
      const split = (pattern: RegExp) =>
        spelling
          .split(pattern)
          .filter((word) => word !== '')
          .slice(0, mostNameWords);
      const words = split(/[\s^,;._/\\]+/);
      // Double names are written with and without their hyphen or apostrophe, and halves of them stand alone.
      const halves = split(/[\s^,;._/\\'’-]+/);
      const closed = words.map((word) => word.replaceAll(/['’-]/g, ''));
      const forms = halves.length === words.length ? [words] : [words, closed, halves];
      return forms.flatMap(variantsOfWords);
    }),
  );
}

function idVariants(id: string): Variant[] {
  const trimmed = id.trim();
  const compact = compactText(trimmed);
  if (compact.length < 3) return [];
  const variants: Variant[] = [
    { text: trimmed, variantKind: 'whole' },
    { text: compact, variantKind: 'whole' },
  ];
  const groups = compact.match(/\d+|\D+/g) ?? [];
  if (groups.length > 1 && groups.length <= 4)
    for (const separator of idSeparators)
      variants.push({ text: groups.join(separator), variantKind: 'whole' });
  const digits = compact.replaceAll(/\D+/g, '');
  if (digits !== compact && digits.length >= 5) variants.push({ text: digits, variantKind: 'digits' });
  const withoutZeros = digits.replace(/^0+/, '');
  if (withoutZeros !== digits && withoutZeros.length >= 4)
    variants.push({ text: withoutZeros, variantKind: 'digits' });
  return variants;
}

const monthNames =
  'JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER'.split(' ');

interface DateParts {
  year: string;
  month: string;
  day: string;
}

function namedDates({ year, month, day }: DateParts): string[] {
  const long = monthNames[Number(month) - 1];
  if (long === undefined) return [];
  const days = [day, String(Number(day))];
  return [long, long.slice(0, 3)].flatMap((name) =>
    days.flatMap((one) => [
      ...['-', ' ', '', '/', '.'].map((sign) => [one, name, year].join(sign)),
      `${one}. ${name} ${year}`,
      `${one} ${name}, ${year}`,
      `${name} ${one}, ${year}`,
      `${name} ${one} ${year}`,
    ]),
  );
}

function dateVariants(date: string): Variant[] {
  const match = /^(\d{4})[-./]?(\d\d)[-./]?(\d\d)/.exec(date.trim());
  if (match === null) return [];
  const [, year = '', month = '', day = ''] = match;
  const [shortMonth, shortDay, shortYear] = [String(Number(month)), String(Number(day)), year.slice(2)];
  const full = ['-', '/', '.', ' ', '_'].flatMap((sign) => [
    [year, month, day].join(sign),
    [day, month, year].join(sign),
    [month, day, year].join(sign),
    [shortDay, shortMonth, year].join(sign),
    [shortMonth, shortDay, year].join(sign),
  ]);
  const short = ['/', '.', '-'].flatMap((sign) => [
    [day, month, shortYear].join(sign),
    [month, day, shortYear].join(sign),
    [shortYear, month, day].join(sign),
  ]);
  const texts = [
    year + month + day,
    day + month + year,
    month + day + year,
    ...full,
    ...namedDates({ year, month, day }),
  ];
  return [
    ...texts.map((text): Variant => ({ text, variantKind: 'date' })),
    ...short.map((text): Variant => ({ text, variantKind: 'short-date' })),
  ];
}

function contactVariants(contact: string): Variant[] {
  const trimmed = contact.trim();
  const digits = trimmed.replaceAll(/\D+/g, '');
  const variants: Variant[] = trimmed.length >= 6 ? [{ text: trimmed, variantKind: 'whole' }] : [];
  for (const length of [digits.length, 10])
    if (digits.length >= length && length >= 7)
      variants.push({ text: digits.slice(-length), variantKind: 'digits' });
  return variants;
}

/** An address or an institution: the whole, and each of its lines. */
function lineVariants(text: string): Variant[] {
  const lines = [text, ...text.split(/[\r\n\\^;,]+/)].map((line) => line.trim());
  return lines
    .filter((line) => compactText(line).length >= 6 && !stopWords.has(foldText(line)))
    .flatMap(spellingsOf)
    .flatMap((line) => ['^', ' ', ', ', '_', ''].map((sign) => line.split(/[\s^,_]+/).join(sign)))
    .map((line) => ({ text: line, variantKind: 'whole' }));
}

function everyVariant({ kind, text }: Identifier): Variant[] {
  switch (kind) {
    case 'patient-name':
    case 'physician':
      return nameVariants(text);
    case 'patient-id':
    case 'accession-number':
      return idVariants(text);
    case 'birth-date':
      return dateVariants(text);
    case 'contact':
      return contactVariants(text);
    case 'address':
    case 'institution':
      return lineVariants(text);
  }
}

/** The forms in which an identifier is looked for, each once. Empty: it is too short or too common to tell anything. */
export function variantsOf(identifier: Identifier): Variant[] {
  const byText = new Map<string, Variant>();
  for (const variant of everyVariant(identifier)) {
    const key = variant.text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
    if (!byText.has(key) && !stopWords.has(foldText(variant.text))) byText.set(key, variant);
  }
  return [...byText.values()];
}

/** What is looked for in a text stripped of all but letters and digits; long, because strangers meet there. */
export function compactVariantsOf(identifier: Identifier): string[] {
  const { kind, text } = identifier;
  const least = kind === 'contact' || kind === 'patient-id' || kind === 'accession-number' ? 7 : 8;
  const forms =
    kind === 'birth-date'
      ? []
      : kind === 'patient-name' || kind === 'physician'
        ? nameVariants(text)
            .filter(({ variantKind }) => variantKind === 'joined')
            .map((variant) => variant.text)
        : [text];
  return [...new Set(forms.map(compactText))].filter((form) => form.length >= least && !stopWords.has(form));
}
