/** Tags of one series. */
export const maximumTags = 30;
/** All tags of one series as UTF-8, separated by a byte: what an index row can hold (series_tags_bytes). */
const maximumBytes = 1000;

/** Those of the tags that a series can have, in order, each once: for tags that come with a route, where there is nobody to ask for fewer. */
export function fittingTags(tags: readonly string[]): string[] {
  const fitting: string[] = [];
  let bytes = 0;
  for (const tag of [...new Set(tags.map((text) => text.replaceAll(/\p{Cc}+/gu, ' ').trim()))].sort()) {
    const more = Buffer.byteLength(tag) + 1;
    if (tag === '' || fitting.length === maximumTags || bytes + more > maximumBytes) continue;
    fitting.push(tag);
    bytes += more;
  }
  return fitting;
}
