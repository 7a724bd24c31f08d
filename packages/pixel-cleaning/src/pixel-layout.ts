/** How the samples of an uncompressed frame stand in bytes (PS3.3 C.7.6.3, PS3.5 8.1.1). */
export interface PixelLayout {
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: number;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  /** Pixel Representation is 1. */
  readonly isSigned: boolean;
  readonly photometricInterpretation: string;
  /** 1: colour by plane. */
  readonly planarConfiguration: number;
  readonly sampleKind: 'integer' | 'float32' | 'float64';
  /** One-byte samples in big-endian words (OW): the bytes of each word are exchanged (PS3.5 7.3). */
  readonly isWordSwapped: boolean;
}

/** True for uncompressed colour whose two colour samples are shared by two pixels (PS3.3 C.7.6.3.1.2). */
export function isSubsampled({ photometricInterpretation, samplesPerPixel }: PixelLayout): boolean {
  return photometricInterpretation === 'YBR_FULL_422' && samplesPerPixel === 3;
}
