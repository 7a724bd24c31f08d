import type { LeakFinding } from './identifier.ts';
import { type ValueSearch, worstOfEach } from './value-search.ts';

/** The text fields of a NIfTI-1 header, by name, offset and length (nifti1.h). */
const niftiFields: readonly (readonly [string, number, number])[] = [
  ['data_type', 4, 10],
  ['db_name', 14, 18],
  ['descrip', 148, 80],
  ['aux_file', 228, 24],
  ['intent_name', 328, 16],
];
const niftiHeaderBytes = 348;

/** Looks through what stands before the voxels of a NIfTI-1 file: its text fields, then header and extensions as bytes. */
export function scanNifti(search: ValueSearch, head: Uint8Array): LeakFinding[] {
  const fields = niftiFields.flatMap(([name, start, length]) => {
    const field = head.subarray(start, start + length);
    const end = field.indexOf(0);
    return search.find(end < 0 ? field : field.subarray(0, end), { path: `nifti.${name}`, context: 'text' });
  });
  const header = search.find(head.subarray(0, niftiHeaderBytes), { path: 'nifti.header', context: 'binary' });
  const extensions = search.find(head.subarray(niftiHeaderBytes), {
    path: 'nifti.extension',
    context: 'binary',
  });
  const texts = search.find(head.subarray(niftiHeaderBytes), { path: 'nifti.extension', context: 'text' });
  // Said once: a field is part of the header.
  return worstOfEach([...fields, ...(fields.length > 0 ? [] : header), ...extensions, ...texts]);
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

function scanJsonValue(search: ValueSearch, value: Json, path: string, findings: LeakFinding[]): void {
  if (typeof value === 'string' || typeof value === 'number') {
    const text = String(value);
    const context = typeof value === 'number' ? 'number' : 'text';
    findings.push(...search.find(Buffer.from(text, 'utf8'), { path, context }));
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, nested] of Object.entries(value)) {
    const inKey = Array.isArray(value)
      ? []
      : search.find(Buffer.from(key, 'utf8'), { path: `${path}.(key)`, context: 'text' });
    findings.push(...inKey);
    // A path must not hold what it tells of, nor anything that is no name of a field.
    const isPlain = inKey.length === 0 && /^[A-Za-z0-9_]{1,64}$/.test(key);
    const step = Array.isArray(value) ? `[${key}]` : `.${isPlain ? key : '(key)'}`;
    scanJsonValue(search, nested as Json, path + step, findings);
  }
}

/** Looks through a JSON sidecar; a text that is no JSON is looked at as it is. */
export function scanJson(search: ValueSearch, text: string): LeakFinding[] {
  try {
    const findings: LeakFinding[] = [];
    scanJsonValue(search, JSON.parse(text) as Json, '$', findings);
    return worstOfEach(findings);
  } catch (error) {
    if (error instanceof SyntaxError)
      return search.find(Buffer.from(text, 'utf8'), { path: '$', context: 'text' });
    throw error;
  }
}
