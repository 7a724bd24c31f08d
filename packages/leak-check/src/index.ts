export { type ByteMatcher, createByteMatcher } from './byte-matcher.ts';
export type { Identifier, IdentifierKind, LeakFinding, LeakSeverity, VariantKind } from './identifier.ts';
export { type Checked, createLeakCheck, type LeakCheck, type PlacedText } from './leak-check.ts';
export type { SearchOptions } from './value-search.ts';
