/** How a data set is put into bytes (PS3.5 10, Annex A). */
export type TransferSyntax = {
  readonly uid: string;
  readonly name: string;
  readonly explicitVr: boolean;
  readonly littleEndian: boolean;
  /** Pixel Data is a sequence of fragments of an encoded bit stream. */
  readonly encapsulated: boolean;
  /** The data set after the file meta information is deflated (RFC 1951). */
  readonly deflated: boolean;
  /** The codec may discard image information, whatever a given stream did. */
  readonly lossy: boolean;
};

export const implicitVrLittleEndian = '1.2.840.10008.1.2';
export const explicitVrLittleEndian = '1.2.840.10008.1.2.1';
export const deflatedExplicitVrLittleEndian = '1.2.840.10008.1.2.1.99';
export const explicitVrBigEndian = '1.2.840.10008.1.2.2';

const nativeSyntax = {
  explicitVr: true,
  littleEndian: true,
  encapsulated: false,
  deflated: false,
  lossy: false,
};

function encapsulatedSyntax(suffix: string, name: string, lossy: boolean): TransferSyntax {
  return { ...nativeSyntax, uid: `1.2.840.10008.1.2.${suffix}`, name, encapsulated: true, lossy };
}

/** The transfer syntaxes of PS3.6 Table A-1 that carry images and documents, with those retired ones still seen in archives. */
export const transferSyntaxes: readonly TransferSyntax[] = [
  { ...nativeSyntax, uid: implicitVrLittleEndian, name: 'Implicit VR Little Endian', explicitVr: false },
  { ...nativeSyntax, uid: explicitVrLittleEndian, name: 'Explicit VR Little Endian' },
  {
    ...nativeSyntax,
    uid: deflatedExplicitVrLittleEndian,
    name: 'Deflated Explicit VR Little Endian',
    deflated: true,
  },
  {
    ...nativeSyntax,
    uid: explicitVrBigEndian,
    name: 'Explicit VR Big Endian (Retired)',
    littleEndian: false,
  },
  encapsulatedSyntax('1.98', 'Encapsulated Uncompressed Explicit VR Little Endian', false),
  encapsulatedSyntax('8.1', 'Deflated Image Frame Compression', false),
  encapsulatedSyntax('4.50', 'JPEG Baseline (Process 1)', true),
  encapsulatedSyntax('4.51', 'JPEG Extended (Process 2 & 4)', true),
  encapsulatedSyntax('4.52', 'JPEG Extended (Process 3 & 5) (Retired)', true),
  encapsulatedSyntax('4.53', 'JPEG Spectral Selection, Non-Hierarchical (Process 6 & 8) (Retired)', true),
  encapsulatedSyntax('4.55', 'JPEG Full Progression, Non-Hierarchical (Process 10 & 12) (Retired)', true),
  encapsulatedSyntax('4.57', 'JPEG Lossless, Non-Hierarchical (Process 14)', false),
  encapsulatedSyntax('4.58', 'JPEG Lossless, Non-Hierarchical (Process 15) (Retired)', false),
  encapsulatedSyntax('4.70', 'JPEG Lossless, Non-Hierarchical, First-Order Prediction', false),
  encapsulatedSyntax('4.80', 'JPEG-LS Lossless Image Compression', false),
  encapsulatedSyntax('4.81', 'JPEG-LS Lossy (Near-Lossless) Image Compression', true),
  encapsulatedSyntax('4.90', 'JPEG 2000 Image Compression (Lossless Only)', false),
  encapsulatedSyntax('4.91', 'JPEG 2000 Image Compression', true),
  encapsulatedSyntax('4.92', 'JPEG 2000 Part 2 Multi-component Image Compression (Lossless Only)', false),
  encapsulatedSyntax('4.93', 'JPEG 2000 Part 2 Multi-component Image Compression', true),
  { ...nativeSyntax, uid: '1.2.840.10008.1.2.4.94', name: 'JPIP Referenced', lossy: true },
  {
    ...nativeSyntax,
    uid: '1.2.840.10008.1.2.4.95',
    name: 'JPIP Referenced Deflate',
    deflated: true,
    lossy: true,
  },
  encapsulatedSyntax('4.100', 'MPEG2 Main Profile / Main Level', true),
  encapsulatedSyntax('4.100.1', 'Fragmentable MPEG2 Main Profile / Main Level', true),
  encapsulatedSyntax('4.101', 'MPEG2 Main Profile / High Level', true),
  encapsulatedSyntax('4.101.1', 'Fragmentable MPEG2 Main Profile / High Level', true),
  encapsulatedSyntax('4.102', 'MPEG-4 AVC/H.264 High Profile / Level 4.1', true),
  encapsulatedSyntax('4.102.1', 'Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.1', true),
  encapsulatedSyntax('4.103', 'MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1', true),
  encapsulatedSyntax('4.103.1', 'Fragmentable MPEG-4 AVC/H.264 BD-compatible High Profile / Level 4.1', true),
  encapsulatedSyntax('4.104', 'MPEG-4 AVC/H.264 High Profile / Level 4.2 for 2D Video', true),
  encapsulatedSyntax('4.104.1', 'Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 for 2D Video', true),
  encapsulatedSyntax('4.105', 'MPEG-4 AVC/H.264 High Profile / Level 4.2 for 3D Video', true),
  encapsulatedSyntax('4.105.1', 'Fragmentable MPEG-4 AVC/H.264 High Profile / Level 4.2 for 3D Video', true),
  encapsulatedSyntax('4.106', 'MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2', true),
  encapsulatedSyntax('4.106.1', 'Fragmentable MPEG-4 AVC/H.264 Stereo High Profile / Level 4.2', true),
  encapsulatedSyntax('4.107', 'HEVC/H.265 Main Profile / Level 5.1', true),
  encapsulatedSyntax('4.108', 'HEVC/H.265 Main 10 Profile / Level 5.1', true),
  encapsulatedSyntax('4.110', 'JPEG XL Lossless', false),
  encapsulatedSyntax('4.111', 'JPEG XL JPEG Recompression', true),
  encapsulatedSyntax('4.112', 'JPEG XL', true),
  encapsulatedSyntax('4.201', 'High-Throughput JPEG 2000 Image Compression (Lossless Only)', false),
  encapsulatedSyntax('4.202', 'High-Throughput JPEG 2000 with RPCL Options (Lossless Only)', false),
  encapsulatedSyntax('4.203', 'High-Throughput JPEG 2000 Image Compression', true),
  { ...nativeSyntax, uid: '1.2.840.10008.1.2.4.204', name: 'JPIP HTJ2K Referenced', lossy: true },
  {
    ...nativeSyntax,
    uid: '1.2.840.10008.1.2.4.205',
    name: 'JPIP HTJ2K Referenced Deflate',
    deflated: true,
    lossy: true,
  },
  encapsulatedSyntax('5', 'RLE Lossless', false),
];

const byUid: ReadonlyMap<string, TransferSyntax> = new Map(
  transferSyntaxes.map((transferSyntax) => [transferSyntax.uid, transferSyntax]),
);

/** The transfer syntax of a UID; undefined for private and unknown ones. */
export function transferSyntaxOf(uid: string): TransferSyntax | undefined {
  return byUid.get(uid);
}
