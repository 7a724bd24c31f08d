import type { CharacterSet } from '@pesscara/dicom';
import { type ByteMatcher, createByteMatcher } from './byte-matcher.ts';
import { base64Forms, type CodeUnits, encodedForms } from './encodings.ts';
import type { Identifier, VariantKind } from './identifier.ts';
import { isIdeographic } from './text-folding.ts';
import { compactVariantsOf, variantsOf } from './variants.ts';

/** A byte string that is looked for, and what finding it means. */
export interface Pattern {
  readonly identifier: Identifier;
  readonly text: string;
  readonly variantKind: VariantKind;
  readonly part: 'family' | 'given' | undefined;
  readonly bytes: Uint8Array;
  readonly units: CodeUnits;
  /** Base64: the matcher folds case, so the bytes must be compared once more. */
  readonly isCaseSensitive: boolean;
}

export interface Patterns {
  readonly list: readonly Pattern[];
  readonly matcher: ByteMatcher;
}

/** Codes shorter than this are found in every longer text by chance. */
const leastCodedBytes = 6;

function codedPatterns(identifier: Identifier): Pattern[] {
  if (identifier.kind === 'birth-date') return [];
  const shared = { identifier, text: identifier.text, part: undefined, units: 'bytes' as const };
  const plain = [Buffer.from(identifier.text.trim(), 'utf8'), Buffer.from(identifier.text.trim(), 'utf16le')];
  if (identifier.bytes !== undefined) plain.push(Buffer.from(identifier.bytes));
  return plain
    .filter((bytes) => bytes.length >= leastCodedBytes)
    .flatMap((bytes): Pattern[] => [
      ...base64Forms(bytes).map(
        (form): Pattern => ({ ...shared, variantKind: 'base64', bytes: form, isCaseSensitive: true }),
      ),
      {
        ...shared,
        variantKind: 'hexadecimal',
        bytes: Buffer.from(bytes.toString('hex')),
        isCaseSensitive: false,
      },
    ]);
}

function plainPatterns(identifier: Identifier, own: CharacterSet | undefined): Pattern[] {
  const patterns = variantsOf(identifier).flatMap(({ text, variantKind, part }) =>
    encodedForms(text, own).map(
      // The bytes of a character of two are no letters: their case is not one.
      ({ bytes, units }): Pattern => ({
        identifier,
        text,
        variantKind,
        part,
        bytes,
        units,
        isCaseSensitive: isIdeographic(text),
      }),
    ),
  );
  const { bytes, text } = identifier;
  // As it stood there: whatever the character set was, the same bytes are the same name.
  if (bytes !== undefined && bytes.length >= 4 && bytes.some((byte) => byte >= 0x80 || byte === 0x1b))
    patterns.push({
      identifier,
      text,
      variantKind: 'whole',
      part: undefined,
      bytes,
      units: 'bytes',
      isCaseSensitive: false,
    });
  return patterns;
}

/** Everything that is looked for in bytes. The first pattern of equal bytes counts. */
export function compilePatterns(identifiers: readonly Identifier[], own: CharacterSet | undefined): Patterns {
  const byBytes = new Map<string, Pattern>();
  for (const identifier of identifiers)
    for (const pattern of [...plainPatterns(identifier, own), ...codedPatterns(identifier)]) {
      const code = Buffer.from(pattern.bytes).toString('latin1');
      const key = pattern.isCaseSensitive
        ? ` ${code}`
        : code.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
      if (!byBytes.has(key)) byBytes.set(key, pattern);
    }
  const list = [...byBytes.values()];
  return { list, matcher: createByteMatcher(list.map(({ bytes }) => bytes)) };
}

/** What is looked for in texts stripped of everything but letters and digits, in UTF-8. */
export function compileCompactPatterns(identifiers: readonly Identifier[]): Patterns {
  const list = identifiers.flatMap((identifier) =>
    compactVariantsOf(identifier).map(
      (text): Pattern => ({
        identifier,
        text,
        variantKind: 'compact',
        part: undefined,
        bytes: Buffer.from(text, 'utf8'),
        units: 'bytes',
        isCaseSensitive: false,
      }),
    ),
  );
  return { list, matcher: createByteMatcher(list.map(({ bytes }) => bytes)) };
}
