/**
 * The order of the slices. A slice calls only slices before it, through their `index.ts`; facts go the other way as events
 * (`*.events.ts` are leaves that any slice may import). The dependency check and the composition root read this list.
 */
export const slices = [
  'audit',
  'accounts',
  'projects',
  'catalogue',
  'deidentification',
  'archive',
  'imaging',
  'defacing',
  'pixels',
  'dicomweb',
  'classification',
  'leaks',
  'conversion',
  'curation',
  'identity',
  'rerun',
  'overview',
  'demonstration',
] as const;
export type Slice = (typeof slices)[number];
