/**
 * DIMSE status codes that this implementation sends or has to understand, with the paragraph that defines each.
 * A code of PS3.4 is specific to the storage service class.
 */
export const dimseStatus = {
  /** PS3.7 C.1. */
  success: 0x0000,
  /** PS3.7 C.5.21: a general failure in processing the operation. */
  processingFailure: 0x0110,
  /** PS3.7 C.5.12, for C-STORE 9.1.1.1.9: the SOP Instance UID violates the construction rules of UIDs. */
  invalidSopInstance: 0x0117,
  /** PS3.7 C.5, for C-STORE 9.1.1.1.9: Refused, the SOP class is not supported. */
  sopClassNotSupported: 0x0122,
  /** PS3.7 C.5, for C-STORE 9.1.1.1.9: Refused, the peer is not authorized for this operation. */
  notAuthorized: 0x0124,
  /** PS3.7 C.5: the operation is not one of those agreed for the SOP class. */
  unrecognizedOperation: 0x0211,
  /** PS3.7 C.5: a parameter is not as agreed on the association; here, a C-STORE without a data set. */
  mistypedArgument: 0x0212,
  /** PS3.4 table B.2-1, A7xx: Refused, out of resources. */
  outOfResources: 0xa700,
  /** PS3.4 table B.2-1, A9xx: Error, the data set does not match the SOP class. */
  dataSetDoesNotMatchSopClass: 0xa900,
  /** PS3.4 table B.2-1, Cxxx: Error, cannot understand. */
  cannotUnderstand: 0xc000,
  /** PS3.4 table B.2-1: Warning, coercion of data elements. */
  coercionOfDataElements: 0xb000,
  /** PS3.4 table B.2-1: Warning, elements discarded. */
  elementsDiscarded: 0xb006,
  /** PS3.4 table B.2-1: Warning, the data set does not match the SOP class but was stored. */
  storedDespiteSopClassMismatch: 0xb007,
} as const;

export type DimseStatusClass = 'success' | 'warning' | 'failure' | 'cancel' | 'pending';

/**
 * The class of a status code, PS3.7 Annex C. For C-STORE, success and warning mean that the instance was stored;
 * codes nobody defined count as failures, so that nothing is believed stored that may not be.
 */
export function classifyDimseStatus(status: number): DimseStatusClass {
  if (status === 0x0000) return 'success';
  if (status === 0x0001 || status === 0x0107 || status === 0x0116 || (status & 0xf000) === 0xb000)
    return 'warning';
  if (status === 0xfe00) return 'cancel';
  if (status === 0xff00 || status === 0xff01) return 'pending';
  return 'failure';
}

/** The four hexadecimal digits by which conformance statements name a status: 0xA700 is "A700H". */
export function formatDimseStatus(status: number): string {
  return `${status.toString(16).toUpperCase().padStart(4, '0')}H`;
}
