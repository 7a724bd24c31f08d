/** The name of a part of a request. File names on the reader's disk may hold a patient's name and are not sent. */
export function partName(at: number): string {
  return `${at + 1}.dcm`;
}
