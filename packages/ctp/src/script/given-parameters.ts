/** `@param(@PESSCARA_SUBJECT)`: the subject's code, which a script of CTP alone cannot know. */
export const subjectParameter = 'PESSCARA_SUBJECT';

/** Parameters that a script may use without a definition of its own: the platform gives them. */
export const givenParameters: ReadonlySet<string> = new Set([subjectParameter]);
