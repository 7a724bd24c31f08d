/** What a peer may make us accept. Every number is checked before anything is allocated for it. */
export type UpperLayerLimits = {
  /** Offered as Maximum Length Received (PS3.8 D.1) and enforced on every P-DATA-TF. */
  readonly maxPduBytes: number;
  /** Longest A-ASSOCIATE-RQ or -AC. 128 contexts with 20 transfer syntaxes each and a 64 KiB identity token fit. */
  readonly maxAssociateBytes: number;
  /** Longest command set; real ones are below 1 KiB. */
  readonly maxCommandSetBytes: number;
  /** Longest data set of one message. */
  readonly maxMessageBytes: number;
  /** PS3.8 9.1.5: how long a connection may stay without an association, or open after one. */
  readonly artimMs: number;
  /** How long an established association may stay silent while the peer is the one to speak. */
  readonly idleMs: number;
};

export const defaultUpperLayerLimits: UpperLayerLimits = {
  maxPduBytes: 128 * 1024,
  maxAssociateBytes: 256 * 1024,
  maxCommandSetBytes: 64 * 1024,
  maxMessageBytes: 4 * 1024 ** 3,
  artimMs: 30_000,
  idleMs: 60_000,
};

/** PS3.8 9.3.2.2: ids are odd integers between 1 and 255, so there cannot be more. */
export const maxPresentationContexts = 128;

/**
 * Some implementations read the maximum length as that of the fragment, without the PDU's and the item's six-byte
 * headers. Nothing is allocated for a P-DATA-TF, so the twelve bytes cost nothing and keep such peers working.
 */
export const pduLengthToleranceBytes = 12;
