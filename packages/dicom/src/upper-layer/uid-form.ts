/**
 * Whether a peer's UID can be worked with: digits and dots, at most 64 characters. Leading zeros in components are
 * against PS3.5 9.1 but frequent in what devices send, and harmless as long as no path is built from a UID.
 */
export function isTolerableUid(uid: string | undefined): uid is string {
  return uid !== undefined && uid.length <= 64 && /^\d+(\.\d+)*$/.test(uid);
}

/** Whether an AE title can be answered: 1 to 16 printable ASCII characters without a backslash (PS3.5 6.2, AE). */
export function isTolerableAeTitle(title: string): boolean {
  return /^[\x20-\x5b\x5d-\x7e]{1,16}$/.test(title) && title.trim() !== '';
}
