// Descriptions have 64 characters (LO); headers may lie.
const maxDescriptionLength = 256;

/**
 * Brings a free description into the form that the rules' patterns expect: lower case, single spaces, words that
 * technologists glue together set apart ("AXT1FLAIR_POST" → "ax t1 flair post"). Signs
 * that part phrases become "|", so that no pattern reads across them ("post : processed"). Signs that carry meaning (+ * / & -) stay.
 */
export function normaliseDescription(description: string): string {
  return ` ${description} `
    .slice(0, maxDescriptionLength)
    .toLowerCase()
    .replace(/[_^()[\]<>{}="'\\]+/g, ' ')
    .replace(/\s*[|:;,]+\s*/g, ' | ')
    .replace(/\.(?!\d)/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/\bt(\d)\s*-\s*(?=[a-z])/g, 't$1 ')
    .replace(/\b(ax|axi|axial|sag|sagittal|cor|coronal|tra|obl|[23]d)(?=(?:t[12]|pd|flair|dwi|swi))/g, '$1 ')
    .replace(/\bt1(?:c\+?|ce|gd|\+c)\b/g, 't1 +c')
    .replace(/\b(t[12])(?:wi|w|weighted)\b/g, '$1')
    .replace(/\b(t[12])(?=[a-z])/g, '$1 ')
    .replace(/\s+/g, ' ')
    .trim();
}
