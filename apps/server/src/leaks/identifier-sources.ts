import type { OriginalValue } from '@pesscara/deidentification';
import { characterSetOf } from '@pesscara/dicom';
import type { Identifier, IdentifierKind } from '@pesscara/leak-check';

/** What attributes say of whom, by their tag at any depth; other person names are of staff. */
const kindOfTag: Readonly<Record<string, IdentifierKind>> = {
  '(0010,0010)': 'patient-name',
  '(0010,1001)': 'patient-name',
  '(0010,1005)': 'patient-name',
  '(0010,1060)': 'patient-name',
  '(0010,2297)': 'patient-name',
  '(0010,0020)': 'patient-id',
  '(0010,1000)': 'patient-id',
  '(0010,1090)': 'patient-id',
  '(0038,0010)': 'patient-id',
  '(0008,0050)': 'accession-number',
  '(0040,2016)': 'accession-number',
  '(0040,2017)': 'accession-number',
  '(0010,0030)': 'birth-date',
  '(0010,2154)': 'contact',
  '(0010,2155)': 'contact',
  '(0010,1040)': 'address',
  '(0008,0080)': 'institution',
  '(0008,0081)': 'institution',
};

const lastTag = /\([0-9A-F]{4},[0-9A-F]{4}\)$/i;
const characterSetPath = '(0008,0005)';
const latin1 = (bytes: Uint8Array) =>
  Buffer.from(bytes)
    .toString('latin1')
    .replace(/[\0 ]+$/, '');

function kindOf({ path, vr }: OriginalValue): IdentifierKind | undefined {
  const tag = lastTag.exec(path)?.[0].toUpperCase() ?? '';
  return kindOfTag[tag] ?? (vr === 'PN' ? 'physician' : undefined);
}

/** The terms that the sealed values are written in: the object's own, when it was replaced; else what it still says. */
export function termsOf(originals: readonly OriginalValue[], current: readonly string[]): readonly string[] {
  const replaced = originals.find(({ path }) => path === characterSetPath);
  return replaced === undefined ? current : latin1(replaced.bytes).split('\\');
}

/** Gathers identifiers, each once. */
export function createIdentifierList() {
  const byText = new Map<string, Identifier>();

  function add(identifier: Identifier): void {
    const text = identifier.text.trim();
    const key = `${identifier.kind} ${text}`;
    if (text !== '' && !byText.has(key)) byText.set(key, { ...identifier, text });
  }

  return {
    add,

    /** The identifying values among an instance's sealed originals. */
    addOriginals(originals: readonly OriginalValue[], currentTerms: readonly string[]): void {
      const characterSet = characterSetOf(termsOf(originals, currentTerms));
      for (const value of originals) {
        const kind = kindOf(value);
        if (kind === undefined || value.byteLength > value.bytes.length) continue;
        const decoded = characterSet.decode(value.bytes).replaceAll('\0', ' ');
        const parts = decoded.split('\\');
        for (const text of parts)
          add({ kind, text, ...(parts.length === 1 ? { bytes: Uint8Array.from(value.bytes) } : {}) });
      }
    },

    list: (): Identifier[] => [...byText.values()],
  };
}
