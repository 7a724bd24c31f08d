/** Why an object must be looked at before it is passed on: branches in which CTP itself leaks. Codes are stable. */
export const ctpFindingKinds = {
  'ctp.unscriptedSequence': ['medium', 'The script leaves this sequence as it came, with all that is in it.'],
  'ctp.writeRefused': [
    'high',
    'The value that the script makes does not fit; CTP would keep the original value.',
  ],
  'ctp.unknownFunction': [
    'high',
    'The script calls a function that CTP does not have; its name was written as text.',
  ],
  'ctp.undefinedParameter': ['high', 'The script uses a parameter that is not defined; CTP writes "null".'],
  'ctp.functionFailed': ['high', 'A function of the script could not work; CTP writes its arguments.'],
  'ctp.scriptIgnored': [
    'high',
    'CTP does not apply scripts to elements behind the pixels; this one stayed as it came.',
  ],
  'ctp.multiValuedUid': ['medium', 'Several UIDs were hashed as one: references to the objects are lost.'],
  'ctp.curvesKept': ['medium', 'The script says to remove curves, which in CTP does nothing by itself.'],
  'ctp.characterSetRemoved': [
    'medium',
    'The script removes the character set, and texts that need it are kept.',
  ],
  'ctp.unmatchedSignature': ['medium', 'No signature of the pixel script fits this object; its pixels stay.'],
} as const satisfies Record<string, readonly ['high' | 'medium' | 'low', string]>;

export type CtpFindingCode = keyof typeof ctpFindingKinds;

/** Branches that let a value through or write nonsense: such an object is held, not passed. */
export const ctpHoldingFindings: ReadonlySet<CtpFindingCode> = new Set<CtpFindingCode>([
  'ctp.writeRefused',
  'ctp.scriptIgnored',
  'ctp.unknownFunction',
  'ctp.undefinedParameter',
  'ctp.functionFailed',
]);

/** A branch that was taken for one object. It holds no value. */
export interface CtpFinding {
  readonly code: CtpFindingCode;
  readonly path: string;
}
