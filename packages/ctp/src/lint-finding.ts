/** What can be wrong with a file that a site brings; the codes are stable. */
export type LintCode =
  | 'notReadable'
  | 'dicomEdit'
  | 'badTag'
  | 'badRule'
  | 'duplicateRule'
  | 'duplicateParameter'
  | 'unknownFunction'
  | 'miscasedFunction'
  | 'malformedCall'
  | 'missingArgument'
  | 'missingBlock'
  | 'badArgument'
  | 'unknownElement'
  | 'dicomKeyword'
  | 'undefinedParameter'
  | 'unusedParameter'
  | 'cycle'
  | 'missingLookupTable'
  | 'missingLookupKeyType'
  | 'lookupLine'
  | 'integerLine'
  | 'badPattern'
  | 'patternDiffers'
  | 'unsupportedFunction'
  | 'weakCipher'
  | 'neverEvaluated'
  | 'valueNotAccepted'
  | 'sequenceNotProcessed'
  | 'sequencesUntouched'
  | 'noEffect'
  | 'safePrivateUnknown'
  | 'identityNotTouched'
  | 'filterDiffers'
  | 'filterNotParsed'
  | 'pixelSignature'
  | 'regionDropped';

/** Something to mend or to know. An error means that the file must not be used. */
export interface LintFinding {
  readonly code: LintCode;
  readonly severity: 'error' | 'warning';
  /** Line of the file, from 1. */
  readonly line?: number;
  /** The element of the rule: `(0010,0020)` or `(0019,{SIEMENS MR HEADER}0C)`. */
  readonly element?: string;
  readonly message: string;
}
