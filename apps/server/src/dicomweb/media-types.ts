/** One range of an Accept header (RFC 9110 12.5.1), parameters unquoted. */
export interface MediaRange {
  type: string;
  parameters: Record<string, string>;
  quality: number;
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = [];
  let current = '';
  let isQuoted = false;
  for (const character of text) {
    if (character === '"') isQuoted = !isQuoted;
    if (character === separator && !isQuoted) {
      parts.push(current);
      current = '';
    } else current += character;
  }
  return [...parts, current].map((part) => part.trim()).filter((part) => part !== '');
}

/** The ranges of an Accept header, best first; absent or empty means anything. */
export function parseAccept(accept: string | undefined): MediaRange[] {
  const ranges = splitOutsideQuotes(accept ?? '', ',').map((part) => {
    const [type = '', ...rest] = splitOutsideQuotes(part, ';');
    const parameters: Record<string, string> = {};
    for (const parameter of rest) {
      const at = parameter.indexOf('=');
      if (at > 0)
        parameters[parameter.slice(0, at).trim().toLowerCase()] = parameter
          .slice(at + 1)
          .trim()
          .replaceAll('"', '');
    }
    const quality = Number(parameters['q'] ?? '1');
    return { type: type.toLowerCase(), parameters, quality: Number.isFinite(quality) ? quality : 0 };
  });
  if (ranges.length === 0) return [{ type: '*/*', parameters: {}, quality: 1 }];
  return ranges.filter((range) => range.quality > 0).sort((a, b) => b.quality - a.quality);
}

/** True when a range takes a type: equal, or by wildcard. */
export function accepts(range: string, type: string): boolean {
  return range === '*/*' || range === type || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)));
}

/** PS3.18 accept query parameter over the header: some clients cannot set one. */
export function acceptOf(header: string | undefined, query: string | undefined): MediaRange[] {
  return parseAccept(query ?? header);
}

/** How whole instances are wanted: multipart or one file, and in which transfer syntaxes ('*': as stored). */
export interface InstanceForm {
  isMultipart: boolean;
  transferSyntax: string;
}

/** PS3.18 8.7.3: what an Accept header asks for instances; undefined: nothing that we have. */
export function instanceForm(ranges: readonly MediaRange[]): InstanceForm | undefined {
  for (const { type, parameters } of ranges) {
    const wanted =
      type === 'multipart/related' ? (parameters['type'] ?? 'application/dicom').toLowerCase() : type;
    const isMultipart = type === 'multipart/related' || type === '*/*';
    if (accepts(wanted, 'application/dicom'))
      return { isMultipart, transferSyntax: parameters['transfer-syntax'] ?? '*' };
  }
  return undefined;
}

/** How frames are wanted: multipart or the one frame; decoded, or as stored with the media type of its codec. */
export interface FrameForm {
  isMultipart: boolean;
  /** '*', a UID, or undefined: not said. */
  transferSyntax: string | undefined;
  mediaType: string;
}

/** Every way in which frames would be taken, best first (PS3.18 10.4.3.3.2). */
export function frameForms(ranges: readonly MediaRange[]): FrameForm[] {
  return ranges.map(({ type, parameters }) => ({
    isMultipart: type === 'multipart/related' || type === '*/*',
    mediaType:
      type === 'multipart/related' ? (parameters['type'] ?? 'application/octet-stream').toLowerCase() : type,
    transferSyntax: parameters['transfer-syntax'],
  }));
}

/** True when DICOM JSON is taken. Clients that say application/json mean it too. */
export function takesJson(ranges: readonly MediaRange[]): boolean {
  return ranges.some(
    ({ type }) => accepts(type, 'application/dicom+json') || accepts(type, 'application/json'),
  );
}

/** The media type of a compressed frame (PS3.18 Table 8.7.3-4). */
export function mediaTypeOfFrame(transferSyntaxUid: string): string {
  const suffix = transferSyntaxUid.replace('1.2.840.10008.1.2.', '');
  if (suffix === '5') return 'image/dicom-rle';
  if (['4.50', '4.51', '4.57', '4.70'].includes(suffix)) return 'image/jpeg';
  if (['4.80', '4.81'].includes(suffix)) return 'image/jls';
  if (['4.90', '4.91'].includes(suffix)) return 'image/jp2';
  if (['4.92', '4.93'].includes(suffix)) return 'image/jpx';
  if (['4.201', '4.202', '4.203'].includes(suffix)) return 'image/jphc';
  return 'application/octet-stream';
}
