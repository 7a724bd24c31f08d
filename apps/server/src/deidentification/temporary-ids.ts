/** Whether a text is as a pattern says; a run of `*` is tried from its last place alone, so that no pattern takes more than their product. */
function fits(pattern: readonly string[], text: readonly string[]): boolean {
  let [at, read, star, tried] = [0, 0, -1, 0];
  while (read < text.length) {
    if (pattern[at] === '*') {
      star = at++;
      tried = read;
    } else if (pattern[at] === '?' || pattern[at] === text[read]) {
      at++;
      read++;
    } else if (star === -1) return false;
    else {
      at = star + 1;
      read = ++tried;
    }
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

const folded = (text: string) => [...text.normalize('NFKC').trim().toUpperCase()];

/**
 * Tells Patient IDs that were given for a while only, by patterns like `TEMP*`: `*` stands for any characters, `?` for one. Case, width and
 * blanks around do not matter, as for the crosswalk.
 */
export function temporaryIdMatcher(patterns: readonly string[]): (patientId: string) => boolean {
  const known = patterns.map(folded);
  return (patientId) => {
    const text = folded(patientId);
    return known.some((pattern) => fits(pattern, text));
  };
}
