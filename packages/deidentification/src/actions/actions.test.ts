import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tagOf } from '@pesscara/dicom';
import { describe, expect, it } from 'vitest';
import { typesOfSopClass } from '../iod/iod-types.ts';
import { effectiveAction, effectiveActionOf, resolveComposite } from './actions.ts';
import { type OptionCode, option, profileRows, type TableAction } from './confidentiality-profile.ts';

const vectorFile = join(
  import.meta.dirname,
  '../../../../../shared/reference/ps3.15/effective_action_vectors.json',
);

const optionOfColumn: Record<string, OptionCode> = {
  cleanGraphics: option.cleanGraphics,
  cleanStructuredContent: option.cleanStructuredContent,
  cleanDescriptors: option.cleanDescriptors,
  retainLongitudinalFullDates: option.retainFullDates,
  retainLongitudinalModifiedDates: option.retainModifiedDates,
  retainPatientCharacteristics: option.retainPatientCharacteristics,
  retainDeviceIdentity: option.retainDeviceIdentity,
  retainUIDs: option.retainUids,
  retainSafePrivate: option.retainSafePrivate,
  retainInstitutionIdentity: option.retainInstitutionIdentity,
};

describe('Table E.1-1', () => {
  it('has the 621 rows of edition 2024e', () => {
    expect(profileRows).toHaveLength(621);
    expect(profileRows.filter(({ basic }) => basic === 'X')).toHaveLength(384);
  });

  it('covers curves, overlays and odd groups by pattern', () => {
    expect(effectiveActionOf(0x50020010, new Set())).toBe('X');
    expect(effectiveActionOf(0x60023000, new Set())).toBe('X');
    expect(effectiveActionOf(0x60020010, new Set())).toBeUndefined();
    expect(effectiveActionOf(0x00291010, new Set([option.retainSafePrivate]))).toBe('C');
  });

  it('lets clean win over keep where two options meet', () => {
    const both = new Set([option.retainDeviceIdentity, option.retainModifiedDates]);
    expect(effectiveActionOf(tagOf('DateOfLastCalibration'), both)).toBe('C');
    expect(effectiveActionOf(tagOf('DateOfLastCalibration'), new Set([option.retainDeviceIdentity]))).toBe(
      'K',
    );
  });
});

describe.skipIf(!existsSync(vectorFile))('effective actions against the published vectors', () => {
  const { sets } = JSON.parse(existsSync(vectorFile) ? readFileSync(vectorFile, 'utf8') : '{"sets":{}}') as {
    sets: Record<string, { options: string[]; actions: Record<string, string> }>;
  };

  it.each(Object.keys(sets))('agrees for all 621 attributes under the set "%s"', (name) => {
    const set = sets[name];
    const options = new Set((set?.options ?? []).map((column) => optionOfColumn[column] as OptionCode));
    const actions = Object.fromEntries(
      profileRows.map((row) => [row.pattern, effectiveAction(row, options)]),
    );
    expect(actions).toEqual(set?.actions);
  });
});

const sopClasses = {
  CT: '1.2.840.10008.5.1.4.1.1.2',
  MR: '1.2.840.10008.5.1.4.1.1.4',
  US: '1.2.840.10008.5.1.4.1.1.6.1',
  PT: '1.2.840.10008.5.1.4.1.1.128',
  SEG: '1.2.840.10008.5.1.4.1.1.66.4',
  SR: '1.2.840.10008.5.1.4.1.1.88.33',
  SC: '1.2.840.10008.5.1.4.1.1.7',
  RTSTRUCT: '1.2.840.10008.5.1.4.1.1.481.3',
  RTPLAN: '1.2.840.10008.5.1.4.1.1.481.5',
  enhancedMR: '1.2.840.10008.5.1.4.1.1.4.1',
};

function actionIn(sopClassUid: string, keyword: string, parent = 0): string {
  const tag = tagOf(keyword) as number;
  const action = effectiveActionOf(tag, new Set()) as TableAction;
  return resolveComposite(action, typesOfSopClass(sopClassUid)?.(parent, tag));
}

describe('composite actions by the attribute type of the IOD', () => {
  it.each([
    ['CT', 'SeriesDate', 'X'],
    ['PT', 'SeriesDate', 'D'],
    ['PT', 'SeriesTime', 'D'],
    ['CT', 'AcquisitionDate', 'X'],
    ['PT', 'AcquisitionDate', 'Z'],
    ['MR', 'ContentDate', 'Z'],
    ['SEG', 'ContentDate', 'D'],
    ['SR', 'ContentDate', 'D'],
    ['SR', 'ContentTime', 'D'],
    ['CT', 'ContrastBolusAgent', 'Z'],
    ['MR', 'ProtocolName', 'X'],
    ['US', 'OperatorsName', 'X'],
    ['RTSTRUCT', 'OperatorsName', 'Z'],
    ['RTSTRUCT', 'StationName', 'X'],
    ['RTPLAN', 'RTPlanDate', 'D'],
    ['SC', 'DeviceSerialNumber', 'X'],
    ['SEG', 'DeviceSerialNumber', 'D'],
    ['SEG', 'ContentCreatorName', 'Z'],
    ['SR', 'ReferencedPerformedProcedureStepSequence', 'Z'],
    ['enhancedMR', 'AcquisitionDateTime', 'D'],
    ['CT', 'ReferencedImageSequence', 'U'],
    ['CT', 'SourceImageSequence', 'U'],
  ] as const)('%s %s is %s', (iod, keyword, action) => {
    expect(actionIn(sopClasses[iod], keyword)).toBe(action);
  });

  it('looks at the sequence an attribute is in', () => {
    const beams = tagOf('BeamSequence');
    expect(actionIn(sopClasses.RTPLAN, 'TreatmentMachineName', beams)).toBe('Z');
    expect(actionIn(sopClasses.RTPLAN, 'TreatmentMachineName')).toBe('X');
  });

  it('takes the last letter when the SOP class is not known', () => {
    expect(actionIn('1.2.3.4', 'SeriesDate')).toBe('D');
    expect(actionIn('1.2.3.4', 'AcquisitionDate')).toBe('Z');
    expect(actionIn('1.2.3.4', 'StationName')).toBe('D');
  });
});
