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

/** The type that a range asks for, or asks for as parts. */
function innerType({ type, parameters }: MediaRange, usual: string): string {
  return type === 'multipart/related' ? (parameters['type'] ?? usual).toLowerCase() : type;
}

function isMultipart({ type }: MediaRange): boolean {
  return type === 'multipart/related' || type === '*/*';
}

/** PS3.18 8.7.3: the ways in which an Accept header takes instances, best first. */
export function instanceForms(ranges: readonly MediaRange[]): InstanceForm[] {
  return ranges
    .filter((range) => accepts(innerType(range, 'application/dicom'), 'application/dicom'))
    .map((range) => ({
      isMultipart: isMultipart(range),
      transferSyntax: range.parameters['transfer-syntax'] ?? '*',
    }));
}

/** How a bulk value is wanted: in one part of multipart/related, or as it is; undefined: neither. */
export function bulkDataForm(ranges: readonly MediaRange[]): { isMultipart: boolean } | undefined {
  const octets = 'application/octet-stream';
  const taken = ranges.find((range) => accepts(innerType(range, octets), octets));
  return taken && { isMultipart: taken.type === 'multipart/related' };
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
  return ranges.map((range) => ({
    isMultipart: isMultipart(range),
    mediaType: innerType(range, 'application/octet-stream'),
    transferSyntax: range.parameters['transfer-syntax'],
  }));
}

/** True when DICOM JSON is taken. Clients that say application/json mean it too. */
export function takesJson(ranges: readonly MediaRange[]): boolean {
  return ranges.some(
    ({ type }) => accepts(type, 'application/dicom+json') || accepts(type, 'application/json'),
  );
}

/** True when what is stored comes as DICOM files: `application/dicom`, alone or said to be in the parts (PS3.18 10.5.1). */
export function bringsDicom(contentType: string): boolean {
  const [range] = parseAccept(contentType);
  return (
    contentType !== '' && range !== undefined && innerType(range, 'application/dicom') === 'application/dicom'
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
