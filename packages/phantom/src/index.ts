export { drawableText, drawText } from './bitmap-font.ts';
export { makeExams, type PhantomExam, phantomInstanceKinds } from './exams.ts';
export { type HeadVolume, type HeadVolumeOptions, makeHeadVolume } from './head-volume.ts';
export { type Centre, centres, identifyingTexts, type PatientIdentity, patients } from './identities.ts';
export { part10Of } from './part10-file.ts';
export { type PhantomInstance, type SeriesKind, seriesKinds } from './series.ts';
export {
  makeSeries,
  makeStudies,
  planStudies,
  plantedTexts,
  type SeriesOptions,
  type StudiesOptions,
} from './studies.ts';
