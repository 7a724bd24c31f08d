/** How much of a file tells whether it is DICOM. */
export const sniffBytes = 132;

/**
 * DICOM by its looks: 'DICM' behind the preamble (PS3.10 7.1), or a bare data set that begins in group 0002 or 0008.
 * The server has the last word; this only keeps photographs and spreadsheets from travelling.
 */
export function looksLikeDicom(head: Buffer): boolean {
  if (head.length >= sniffBytes && head.toString('latin1', 128, 132) === 'DICM') return true;
  if (head.length < 8) return false;
  const group = head.readUInt16LE(0);
  if (group !== 0x0002 && group !== 0x0008) return false;
  const isExplicit = /^[A-Z]{2}$/.test(head.toString('latin1', 4, 6));
  return isExplicit || head.readUInt32LE(4) <= 0x0400;
}
