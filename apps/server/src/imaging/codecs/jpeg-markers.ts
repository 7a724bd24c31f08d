/** What the frame header of a JPEG or JPEG-LS stream says (ITU-T T.81 B.2.2, T.87 C.2.2). */
export interface JpegHeader {
  /** 0xC0 baseline, 0xC1 extended, 0xC2 progressive, 0xC3 lossless, 0xF7 JPEG-LS, … */
  readonly startOfFrame: number;
  readonly precision: number;
  readonly rows: number;
  readonly columns: number;
  readonly componentIds: readonly number[];
  readonly hasJfif: boolean;
  /** Colour transform of an Adobe marker: 0 none, 1 YCbCr; undefined without the marker. */
  readonly adobeTransform: number | undefined;
}

// Start-of-frame codes are C0 to CF but for DHT (C4), JPG (C8) and DAC (CC).
function isStartOfFrame(marker: number): boolean {
  return marker === 0xf7 || (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker));
}

function asciiAt(bytes: Uint8Array, at: number, text: string): boolean {
  return [...text].every((letter, index) => bytes[at + index] === letter.charCodeAt(0));
}

/** Reads the markers up to the frame header; undefined when there is none. */
export function readJpegHeader(bytes: Uint8Array): JpegHeader | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return undefined;
  let hasJfif = false;
  let adobeTransform: number | undefined;
  let at = 2;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] as number;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = ((bytes[at + 2] as number) << 8) | (bytes[at + 3] as number);
    const content = at + 4;
    if (isStartOfFrame(marker)) return frameHeader(bytes, marker, content, { hasJfif, adobeTransform });
    if (marker === 0xe0 && asciiAt(bytes, content, 'JFIF')) hasJfif = true;
    // Shorter Adobe markers exist; decoders do not recognise them, so they state nothing.
    if (marker === 0xee && length >= 14 && asciiAt(bytes, content, 'Adobe'))
      adobeTransform = bytes[content + 11];
    if (length < 2) return undefined;
    at += 2 + length;
  }
  return undefined;
}

function frameHeader(
  bytes: Uint8Array,
  startOfFrame: number,
  at: number,
  flags: Pick<JpegHeader, 'hasJfif' | 'adobeTransform'>,
): JpegHeader | undefined {
  const components = bytes[at + 5];
  if (components === undefined || at + 6 + components * 3 > bytes.length) return undefined;
  return {
    startOfFrame,
    precision: bytes[at] as number,
    rows: ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number),
    columns: ((bytes[at + 3] as number) << 8) | (bytes[at + 4] as number),
    componentIds: Array.from({ length: components }, (_, index) => bytes[at + 6 + index * 3] as number),
    ...flags,
  };
}

// An Adobe marker whose transform is 0: the components are no luminance and chrominance (Adobe TN 5116, section 18).
const adobeWithoutTransform = Uint8Array.of(
  0xff,
  0xee,
  0x00,
  0x0e,
  0x41,
  0x64,
  0x6f,
  0x62,
  0x65,
  0x00,
  0x64,
  0x00,
  0x00,
  0x00,
  0x00,
  0x00,
);

/** The stream with a marker that keeps a decoder from converting colours: without one it guesses YCbCr. */
export function withoutColourTransform(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length + adobeWithoutTransform.length);
  result.set(bytes.subarray(0, 2));
  result.set(adobeWithoutTransform, 2);
  result.set(bytes.subarray(2), 2 + adobeWithoutTransform.length);
  return result;
}

/** Size and components of a JPEG 2000 codestream, raw or in a JP2 file (ITU-T T.800 A.5.1). */
export interface Jpeg2000Header {
  readonly rows: number;
  readonly columns: number;
  readonly components: number;
  readonly precision: number;
  readonly isSigned: boolean;
}

// Of SOC, and SIZ up to the depth of the first component.
const sizBytes = 43;

/** Finds the SIZ marker; undefined when there is none in the first bytes. */
export function readJpeg2000Header(bytes: Uint8Array): Jpeg2000Header | undefined {
  const end = Math.min(bytes.length - sizBytes, 4096);
  for (let at = 0; at <= end; at++) {
    if (bytes[at] !== 0xff || bytes[at + 1] !== 0x4f || bytes[at + 2] !== 0xff || bytes[at + 3] !== 0x51)
      continue;
    const view = new DataView(bytes.buffer, bytes.byteOffset + at, sizBytes);
    const depth = view.getUint8(42);
    return {
      columns: view.getUint32(8) - view.getUint32(16),
      rows: view.getUint32(12) - view.getUint32(20),
      components: view.getUint16(40),
      precision: (depth & 0x7f) + 1,
      isSigned: (depth & 0x80) !== 0,
    };
  }
  return undefined;
}
