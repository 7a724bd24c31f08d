import { extractText, getDocumentProxy, getMeta } from 'unpdf';
import type { LeakFinding } from './identifier.ts';
import type { EnclosedDocument } from './object-scan.ts';
import { unpackedParts } from './unpacking.ts';
import { type ValueSearch, worstOfEach } from './value-search.ts';

/** What is read of a PDF: more pages than these are left to a person. */
const mostPages = 2000;

/** The dictionary of a picture: it stands beside a stream, so nothing packs it (ISO 32000-1 7.5.7). */
const pictureInPdf = /\/Subtype\s*\/Image\b/;

interface PdfText {
  readonly texts: readonly string[];
  /** False: there are pictures, or drawn pages without a letter, in which text may stand that only eyes read. */
  readonly isWhole: boolean;
}

/** The texts of a PDF as its fonts map them to characters, and what its properties say; undefined: it cannot be read. */
async function readPdf(bytes: Uint8Array): Promise<PdfText | undefined> {
  try {
    // The reader takes the bytes away from whoever gave them.
    const document = await getDocumentProxy(bytes.slice(), { verbosity: 0 });
    if (document.numPages > mostPages) return undefined;
    const { text } = await extractText(document, { mergePages: false });
    const { info } = await getMeta(document);
    let isWhole = !pictureInPdf.test(Buffer.from(bytes).toString('latin1'));
    for (const [index, page] of text.entries()) {
      if (!isWhole) break;
      if (page.trim() === '')
        isWhole = (await (await document.getPage(index + 1)).getOperatorList()).fnArray.length === 0;
    }
    return { texts: [...text, JSON.stringify(info)], isWhole };
  } catch (error) {
    // The reader's errors say what is wrong with the file; for the checker there is only one answer: it was not read.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

const namedEntities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };

/** The text of a CDA or another XML document, as one reads it: entities resolved, tags gone. */
function xmlText(xml: string): string {
  return xml
    .replaceAll(/<[^<>]*>/g, ' ')
    .replaceAll(
      /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{1,10}));/gi,
      (whole, hex?: string, decimal?: string, name?: string) => {
        const code = hex === undefined ? Number(decimal ?? -1) : Number.parseInt(hex, 16);
        if (code >= 0 && code <= 0x10ffff) return String.fromCodePoint(code);
        return namedEntities[name?.toLowerCase() ?? ''] ?? whole;
      },
    );
}

/** XML in the encoding that its first bytes say (XML 1.0 appendix F). */
function decodedXml(bytes: Uint8Array): string {
  const label = /encoding=["']([\w.-]{1,40})["']/.exec(
    Buffer.from(bytes.subarray(0, 200)).toString('latin1'),
  )?.[1];
  const isWide = bytes[0] === 0xff || bytes[0] === 0xfe || bytes[1] === 0;
  const wide = bytes[0] === 0xfe ? 'utf-16be' : 'utf-16le';
  const known = [
    'iso-8859-1',
    'windows-1252',
    'us-ascii',
    'utf-8',
    'shift_jis',
    'euc-jp',
    'euc-kr',
    'gb18030',
    'gbk',
    'big5',
  ];
  const encoding = isWide ? wide : (known.find((one) => one === label?.toLowerCase()) ?? 'utf-8');
  return new TextDecoder(encoding).decode(bytes);
}

export interface DocumentScan {
  readonly findings: readonly LeakFinding[];
  readonly isRead: boolean;
}

function isPdf({ mediaType, bytes }: EnclosedDocument): boolean {
  return /pdf/i.test(mediaType) || Buffer.from(bytes.subarray(0, 1024)).includes('%PDF-');
}

/**
 * Looks through a document that an object encloses: PDF by its pages, XML (CDA) and anything else as text. One whose pictures may
 * hold text is not read.
 */
export async function scanDocument(search: ValueSearch, document: EnclosedDocument): Promise<DocumentScan> {
  const { bytes, path } = document;
  const findings: LeakFinding[] = [];
  const lookInto = (text: string) =>
    findings.push(...search.find(Buffer.from(text, 'utf8'), { path, context: 'text' }));
  for (const part of unpackedParts(bytes)) findings.push(...search.find(part, { path, context: 'binary' }));
  let isRead = true;
  // What a profile blanked is still a document by its media type.
  if (bytes.every((byte) => byte === 0)) return { findings: [], isRead };
  if (isPdf(document)) {
    const pdf = await readPdf(bytes);
    isRead = pdf?.isWhole === true;
    for (const text of pdf?.texts ?? []) lookInto(text);
  } else {
    const text = decodedXml(bytes);
    lookInto(text);
    if (text.includes('<')) lookInto(xmlText(text));
  }
  return { findings: worstOfEach(findings), isRead };
}
