/** The value representations of PS3.5 6.2. */
export type Vr =
  | 'AE'
  | 'AS'
  | 'AT'
  | 'CS'
  | 'DA'
  | 'DS'
  | 'DT'
  | 'FD'
  | 'FL'
  | 'IS'
  | 'LO'
  | 'LT'
  | 'OB'
  | 'OD'
  | 'OF'
  | 'OL'
  | 'OV'
  | 'OW'
  | 'PN'
  | 'SH'
  | 'SL'
  | 'SQ'
  | 'SS'
  | 'ST'
  | 'SV'
  | 'TM'
  | 'UC'
  | 'UI'
  | 'UL'
  | 'UN'
  | 'UR'
  | 'US'
  | 'UT'
  | 'UV';

type VrProperties = {
  /** Explicit VR encoding with two reserved bytes and a 32-bit length (PS3.5 7.1.2). */
  readonly longLength: boolean;
  /** Bytes of one number, which is also what a change of byte order swaps; 1 = nothing to swap. */
  readonly wordBytes: 1 | 2 | 4 | 8;
  readonly text: boolean;
  /** Decoded by (0008,0005) rather than as ASCII (PS3.5 6.1.2.3). */
  readonly characterSetApplies: boolean;
  /** Backslash separates values (PS3.5 6.4). */
  readonly multiValued: boolean;
  /** 0x20 for text, 0x00 for UI and binary (PS3.5 6.2). */
  readonly paddingByte: 0x20 | 0x00;
};

const plainText: VrProperties = {
  longLength: false,
  wordBytes: 1,
  text: true,
  characterSetApplies: false,
  multiValued: true,
  paddingByte: 0x20,
};
const freeText: VrProperties = { ...plainText, characterSetApplies: true };
const singleText: VrProperties = { ...freeText, multiValued: false };
const binary: VrProperties = {
  longLength: false,
  wordBytes: 1,
  text: false,
  characterSetApplies: false,
  multiValued: true,
  paddingByte: 0x00,
};
const longBinary: VrProperties = { ...binary, longLength: true };

/** What each VR implies for encoding; PS3.5 Table 6.2-1 and 7.1. */
export const vrProperties: Readonly<Record<Vr, VrProperties>> = {
  AE: plainText,
  AS: plainText,
  AT: { ...binary, wordBytes: 2 },
  CS: plainText,
  DA: plainText,
  DS: plainText,
  DT: plainText,
  FD: { ...binary, wordBytes: 8 },
  FL: { ...binary, wordBytes: 4 },
  IS: plainText,
  LO: freeText,
  LT: singleText,
  OB: longBinary,
  OD: { ...longBinary, wordBytes: 8 },
  OF: { ...longBinary, wordBytes: 4 },
  OL: { ...longBinary, wordBytes: 4 },
  OV: { ...longBinary, wordBytes: 8 },
  OW: { ...longBinary, wordBytes: 2 },
  PN: freeText,
  SH: freeText,
  SL: { ...binary, wordBytes: 4 },
  SQ: longBinary,
  SS: { ...binary, wordBytes: 2 },
  ST: singleText,
  SV: { ...longBinary, wordBytes: 8 },
  TM: plainText,
  UC: { ...freeText, longLength: true },
  UI: { ...plainText, paddingByte: 0x00 },
  UL: { ...binary, wordBytes: 4 },
  UN: longBinary,
  UR: { ...plainText, longLength: true, multiValued: false },
  US: { ...binary, wordBytes: 2 },
  UT: { ...singleText, longLength: true },
  UV: { ...longBinary, wordBytes: 8 },
};

/** True for the two letters of a VR that PS3.5 defines. */
export function isVr(text: string): text is Vr {
  return Object.hasOwn(vrProperties, text);
}

/** Properties of a VR as read from a file; unknown ones behave as UN (PS3.5 6.2.2). */
export function propertiesOfVr(vr: string): VrProperties {
  return isVr(vr) ? vrProperties[vr] : vrProperties.UN;
}

type VrEntry = { readonly vr: Vr; readonly longLength: boolean };

const vrByCode = new Array<VrEntry | undefined>(26 * 26).fill(undefined);
for (const vr of Object.keys(vrProperties) as Vr[]) {
  const { longLength } = vrProperties[vr];
  vrByCode[(vr.charCodeAt(0) - 65) * 26 + (vr.charCodeAt(1) - 65)] = { vr, longLength };
}

/** The VR for two character codes, without allocating or hashing: the inner loop of the explicit VR reader. */
export function vrFromCodes(first: number, second: number): VrEntry | undefined {
  if (first < 65 || first > 90 || second < 65 || second > 90) return undefined;
  return vrByCode[(first - 65) * 26 + (second - 65)];
}
