import { readCtpPixelScript } from '@pesscara/ctp';
import { createItem, DataSet, setNumbers, setSequence, setText } from '@pesscara/dicom';
import { expect, test } from 'vitest';
import { knownRegions } from './regions.ts';

function ultrasound(regions: readonly (readonly [number, number, number, number])[]): DataSet {
  const header = new DataSet();
  setText(header, 'Modality', 'CS', 'US');
  setText(header, 'Manufacturer', 'LO', 'Sonar');
  setNumbers(header, 'Rows', 'US', [100]);
  setNumbers(header, 'Columns', 'US', [200]);
  const items = regions.map(([left, top, right, bottom]) => {
    const item = createItem(header);
    setNumbers(item, 'RegionLocationMinX0', 'UL', [left]);
    setNumbers(item, 'RegionLocationMinY0', 'UL', [top]);
    setNumbers(item, 'RegionLocationMaxX1', 'UL', [right]);
    setNumbers(item, 'RegionLocationMaxY1', 'UL', [bottom]);
    return item;
  });
  if (items.length > 0) setSequence(header, 'SequenceOfUltrasoundRegions', items);
  return header;
}

test('of an ultrasound image everything outside its regions is blanked, corners staying', () => {
  expect(knownRegions(ultrasound([[0, 20, 199, 99]]))).toEqual({
    source: 'ultrasound-regions',
    boxes: [{ left: 0, top: 0, width: 200, height: 20 }],
  });
});

test('without regions, or with regions outside the image, nothing is known', () => {
  expect(knownRegions(ultrasound([]))).toBeUndefined();
  expect(knownRegions(ultrasound([[300, 300, 310, 310]]))).toBeUndefined();
});

test('the first device signature that fits decides, even without a region', () => {
  const script = readCtpPixelScript('{ Manufacturer.contains("Sonar") } (0,0,50,9) { true. } (0,0,1,1)');
  expect(knownRegions(ultrasound([[0, 20, 199, 99]]), script)).toEqual({
    source: 'device-signature',
    boxes: [{ left: 0, top: 0, width: 51, height: 10 }],
  });
  const empty = readCtpPixelScript('{ Manufacturer.contains("Sonar") }');
  expect(knownRegions(ultrasound([[0, 20, 199, 99]]), empty)?.boxes).toEqual([]);
});
