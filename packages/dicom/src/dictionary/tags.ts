/** A data element tag as one unsigned 32-bit number: group × 65536 + element (PS3.5 7.1). */
export type Tag = number;

/** Tags this package itself must recognise while reading and writing. */
export const wellKnownTags = {
  fileMetaGroupLength: 0x00020000,
  fileMetaVersion: 0x00020001,
  mediaStorageSopClassUid: 0x00020002,
  mediaStorageSopInstanceUid: 0x00020003,
  transferSyntaxUid: 0x00020010,
  implementationClassUid: 0x00020012,
  implementationVersionName: 0x00020013,
  sourceApplicationEntityTitle: 0x00020016,
  specificCharacterSet: 0x00080005,
  pixelRepresentation: 0x00280103,
  extendedOffsetTable: 0x7fe00001,
  extendedOffsetTableLengths: 0x7fe00002,
  floatPixelData: 0x7fe00008,
  doubleFloatPixelData: 0x7fe00009,
  pixelData: 0x7fe00010,
  item: 0xfffee000,
  itemDelimitation: 0xfffee00d,
  sequenceDelimitation: 0xfffee0dd,
} as const;

/** Reads '(0010,0010)', '0010,0010' or '00100010'; undefined when the text is not a tag. */
export function parseTag(text: string): Tag | undefined {
  const match = /^\(?([0-9a-f]{4}),?([0-9a-f]{4})\)?$/i.exec(text.trim());
  if (!match) return undefined;
  return Number.parseInt(`${match[1]}${match[2]}`, 16);
}

/** '(0010,0010)', hexadecimal digits in upper case. */
export function formatTag(tag: Tag): string {
  const digits = formatTagCompact(tag);
  return `(${digits.slice(0, 4)},${digits.slice(4)})`;
}

/** '00100010', the key of the DICOM JSON model (PS3.18 F.2.1). */
export function formatTagCompact(tag: Tag): string {
  return (tag >>> 0).toString(16).toUpperCase().padStart(8, '0');
}

/** Odd groups other than 0001, 0003, 0005, 0007 and FFFF are private (PS3.5 7.8). */
export function isPrivateTag(tag: Tag): boolean {
  const group = tag >>> 16;
  return (group & 1) === 1 && group > 0x0008 && group !== 0xffff;
}

/** (gggg,0010-00FF) of a private group reserves a block for its creator (PS3.5 7.8.1). */
export function isPrivateCreatorTag(tag: Tag): boolean {
  const element = tag & 0xffff;
  return isPrivateTag(tag) && element >= 0x0010 && element <= 0x00ff;
}

/** (gggg,0000), retired outside groups 0000 and 0002 (PS3.5 7.2). */
export function isGroupLengthTag(tag: Tag): boolean {
  return (tag & 0xffff) === 0;
}

/** Pixel Data, Float Pixel Data, Double Float Pixel Data: the values that stream past the header (PS3.3 C.7.6.3, C.7.6.24, C.7.6.25). */
export function isPixelDataTag(tag: Tag): boolean {
  return (
    tag === wellKnownTags.pixelData ||
    tag === wellKnownTags.floatPixelData ||
    tag === wellKnownTags.doubleFloatPixelData
  );
}
