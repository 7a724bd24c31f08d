import { describe, expect, test } from 'vitest';
import { headApplicability, type SeriesFacts } from './head-detector.ts';

const mprage: SeriesFacts = {
  modality: 'MR',
  bodyPart: 'BRAIN',
  texts: ['t1_mprage_sag_p2_iso'],
  slices: 176,
  voxelSizesMm: [1, 1, 1],
  extentMm: [256, 256, 176],
};
const unnamed = { ...mprage, bodyPart: null, texts: ['series 4'] };

describe('a series may show a face', () => {
  test.each([
    ['by its body part', { bodyPart: 'Head' }],
    ['by a word of its description', { bodyPart: null, texts: ['CT_Schaedel_nativ'] }],
    ['by the name of its protocol', { bodyPart: null, texts: ['t1MprageSag'] }],
    ['as MR of 3 mm with a gap', { voxelSizesMm: [0.5, 0.5, 3.6], slices: 40 }],
    ['as CT of 5 mm', { modality: 'CT', voxelSizesMm: [0.5, 0.5, 5], slices: 32 }],
  ])('%s', (_, facts) => {
    expect(headApplicability({ ...mprage, ...facts })).toEqual({ kind: 'applies', by: 'name' });
  });

  test('by its shape alone, which the pixels must confirm', () => {
    expect(headApplicability(unnamed)).toEqual({ kind: 'applies', by: 'geometry' });
  });
});

describe('a series shows no face', () => {
  test.each([
    ['modality', { modality: 'US' }],
    ['modality', { modality: null }],
    ['no-stack', { voxelSizesMm: undefined, extentMm: undefined }],
    ['few-slices', { slices: 9 }],
    ['coarse-slices', { voxelSizesMm: [0.9, 0.9, 5] }],
    ['small-field', { extentMm: [256, 256, 60] }],
    ['other-body-part', { bodyPart: 'KNEE', texts: ['t1_tse_sag'] }],
  ])('%s', (reason, facts) => {
    expect(headApplicability({ ...mprage, ...facts })).toEqual({ kind: 'does-not-apply', reason });
  });

  test('but a knee that calls itself a brain is looked at', () => {
    expect(headApplicability({ ...mprage, bodyPart: 'KNEE' })).toMatchObject({ kind: 'applies' });
  });
});
