import {
  type DataSet,
  DicomReadError,
  firstNumber,
  firstText,
  numberValues,
  parsePart10,
  sequenceItems,
  textValues,
} from '@pesscara/dicom';
import { describe, expect, it } from 'vitest';
import {
  centres,
  drawableText,
  makeSeries,
  makeStudies,
  type PhantomInstance,
  part10Of,
  patients,
  planStudies,
  plantedTexts,
  seriesKinds,
} from './index.ts';

function parsed(instance: PhantomInstance | undefined): DataSet {
  if (instance === undefined) throw new Error('there is no such instance');
  const result = parsePart10(part10Of(instance));
  if (result instanceof DicomReadError) throw result;
  return result.dataSet;
}

function pixelsOf(dataSet: DataSet): Uint16Array {
  const element = dataSet.get('PixelData');
  if (element?.kind !== 'value') throw new Error('no pixels');
  return new Uint16Array(element.bytes.slice().buffer);
}

describe('makeSeries', () => {
  it.each(seriesKinds)('makes a %s that reads back, with the identifiers that it announces', (kind) => {
    for (const instance of makeSeries({ kind })) {
      const dataSet = parsed(instance);
      expect(firstText(dataSet, 'SOPInstanceUID')).toBe(instance.sopInstanceUid);
      expect(firstText(dataSet, 'SOPClassUID')).toBe(instance.sopClassUid);
      expect(firstText(dataSet, 'SeriesInstanceUID')).toBe(instance.seriesInstanceUid);
      expect(firstText(dataSet, 'StudyInstanceUID')).toBe(instance.studyInstanceUid);
      expect(firstText(dataSet, 'PatientName')).toBe(patients.quillfeather.name);
    }
  });

  it('makes the same bytes from the same seed, and others from another', () => {
    const [first] = makeSeries({ kind: 't1', seed: 5 });
    const [again] = makeSeries({ kind: 't1', seed: 5 });
    const [other] = makeSeries({ kind: 't1', seed: 6 });
    expect(Buffer.from(first?.dataSet ?? []).equals(Buffer.from(again?.dataSet ?? []))).toBe(true);
    expect(other?.sopInstanceUid).not.toBe(first?.sopInstanceUid);
  });

  it('makes as many slices, as large, as were asked for', () => {
    const series = makeSeries({ kind: 'flair', slices: 5, size: 40 });
    expect(series).toHaveLength(5);
    expect(firstNumber(parsed(series[0]), 'Rows')).toBe(40);
    expect(pixelsOf(parsed(series[0]))).toHaveLength(1600);
  });

  it('stacks slices at even distances along their normal', () => {
    const positions = makeSeries({ kind: 'mprage', slices: 4 }).map((one) =>
      numberValues(parsed(one), 'ImagePositionPatient'),
    );
    const steps = positions.slice(1).map((position, at) => (position[0] ?? 0) - (positions[at]?.[0] ?? 0));
    for (const step of steps) expect(step).toBeCloseTo(-37.5, 4);
  });

  it('passes a bolus through the brain in a perfusion run: darker, then bright again', () => {
    const run = makeSeries({ kind: 'dsc', slices: 1, size: 48, timePoints: 24 });
    const mean = run.map((one) => pixelsOf(parsed(one)).reduce((sum, value) => sum + value, 0) / 2304);
    const before = mean[2] ?? 0;
    const darkest = Math.min(...mean);
    expect(darkest).toBeLessThan(before * 0.93);
    expect(mean.indexOf(darkest)).toBeGreaterThan(9);
    expect(mean.at(-1)).toBeGreaterThan(darkest * 1.03);
  });

  it('writes implicit VR at one centre and explicit VR at the other', () => {
    const syntaxes = [centres.northgate, centres.lakeside].map(
      (centre) => makeSeries({ kind: 't2', centre })[0]?.transferSyntaxUid,
    );
    expect(syntaxes).toEqual(['1.2.840.10008.1.2.1', '1.2.840.10008.1.2']);
  });

  it('hides names in nested and private elements', () => {
    const dataSet = parsed(
      makeSeries({ kind: 't1', centre: centres.lakeside, patient: patients.osterwaldt })[0],
    );
    const [nested] = sequenceItems(dataSet, 'OriginalAttributesSequence');
    const [modified] = nested ? sequenceItems(nested, 'ModifiedAttributesSequence') : [];
    expect(modified && firstText(modified, 'PatientName')).toBe('Osterwaldt^Jürgen');
    const csa = dataSet.get(0x00291020);
    expect(csa?.kind === 'value' && Buffer.from(csa.bytes).toString('latin1')).toContain('Osterwaldt^Jürgen');
  });

  it('writes names of other scripts in their character set', () => {
    const name = firstText(parsed(makeSeries({ kind: 'ct', patient: patients.nakashiro })[0]), 'PatientName');
    expect(name).toBe('Nakashiro^Haruko=中城^春子=なかしろ^はるこ');
  });

  it('burns the patient’s name into an ultrasound', () => {
    const dataSet = parsed(makeSeries({ kind: 'ultrasound', size: 240, slices: 2 })[0]);
    const element = dataSet.get('PixelData');
    if (element?.kind !== 'value') throw new Error('no pixels');
    // Above the sector there is nothing but text.
    const lit = element.bytes.subarray(0, 320 * 3 * 44).filter((value) => value === 230);
    expect(lit.length).toBeGreaterThan(2000);
    expect(textValues(dataSet, 'BurnedInAnnotation')).toEqual(['YES']);
    expect(sequenceItems(dataSet, 'SequenceOfUltrasoundRegions')).toHaveLength(1);
  });
});

describe('the demonstration', () => {
  it('plans nine patients of two centres in ten exams, one of them a follow-up', () => {
    const plans = planStudies();
    const exams = new Set(plans.map((plan) => plan.exam));
    expect(exams.size).toBe(10);
    expect(new Set(plans.map((plan) => plan.exam.patient.patientId)).size).toBe(9);
    expect(new Set(plans.map((plan) => plan.exam.centre.callingAeTitle)).size).toBe(2);
    expect(plans).toHaveLength(40);
  });

  it('begins at once and never names two instances alike', async () => {
    const uids = new Set<string>();
    for await (const instance of makeStudies()) {
      uids.add(instance.sopInstanceUid);
      if (uids.size === 60) break;
    }
    expect(uids.size).toBe(60);
  });

  it('knows every text that it planted', async () => {
    const texts = plantedTexts();
    expect(texts).toContain('Quillfeather');
    expect(texts).toContain('19610723');
    for await (const instance of makeStudies()) {
      const bytes = Buffer.from(instance.dataSet.subarray(0, 8000)).toString('latin1');
      for (const text of [
        'Quillfeather',
        'NGP4471920',
        'NGA5530117',
        'Pennyfather',
        'Northgate Memorial Hospital',
      ])
        expect(bytes).toContain(text);
      break;
    }
  });
});

describe('drawableText', () => {
  it('gives capitals without accents, and spaces for what has no picture', () => {
    expect(drawableText('Żurawińska^Bronisława')).toBe('ZURAWINSKA BRONISLAWA');
    expect(drawableText('中城')).toBe('  ');
  });
});
