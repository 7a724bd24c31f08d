import { defaultUpperLayerLimits, type UpperLayerLimits } from '@pesscara/dicom';

/** What senders may take of the receiver. Everything is refused or cut off at these numbers, before memory is spent. */
export type DimseLimits = UpperLayerLimits & {
  /** Connections at the same time, all senders together. */
  readonly maxAssociations: number;
  /** Connections at the same time from one address. */
  readonly maxAssociationsPerAddress: number;
  /**
   * Bytes a second that a peer must send while a message of its is under way, on average over `idleMs`. Otherwise it is aborted:
   * it would hold its place for ever with a byte a minute. 0: no limit.
   */
  readonly minBytesPerSecond: number;
  /** New connections that one address may open in the long run. */
  readonly newAssociationsPerSecond: number;
  /** New connections that one address may open at once, after a pause: senders that open one per object exist. */
  readonly newAssociationsBurst: number;
  /**
   * Read buffer of each plain connection, reused for all its reads. Larger than Node's 64 KiB, because one read then
   * takes two PDUs; reused, because allocating for every read costs half as much again as receiving.
   */
  readonly readBufferBytes: number;
};

export const defaultDimseLimits: DimseLimits = {
  ...defaultUpperLayerLimits,
  maxAssociations: 64,
  maxAssociationsPerAddress: 16,
  minBytesPerSecond: 1024,
  newAssociationsPerSecond: 100,
  newAssociationsBurst: 500,
  readBufferBytes: 256 * 1024,
};
