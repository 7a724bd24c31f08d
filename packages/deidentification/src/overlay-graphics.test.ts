import { type DataSet, overlayPlanesOf } from '@pesscara/dicom';
import { describe, expect, it } from 'vitest';
import { basicProfile, type DeidentificationProfile, option } from './index.ts';
import {
  basicWith,
  codesIn,
  deidentified,
  type MadeElements,
  madeObject,
  reread,
  sopClassUids,
  textOf,
} from './testing/made-objects.ts';

const shorts = (...values: number[]): Uint8Array => new Uint8Array(new Int16Array(values).buffer);

/** An overlay of 8 × 4 pixels whose first row is drawn. */
function overlay(changes: MadeElements = {}, group = '6000'): MadeElements {
  const elements: MadeElements = {
    '0010 US': shorts(4),
    '0011 US': shorts(8),
    '0022 LO': 'Kowalska T1 axial',
    '0040 CS': 'G',
    '0050 SS': shorts(1, 1),
    '0100 US': shorts(1),
    '0102 US': shorts(0),
    '0800 CS': 'MRN7731902',
    '3000 OW': Uint8Array.of(0xff, 0, 0, 0),
    '4000 LT': 'Kowalska',
    ...changes,
  };
  return Object.fromEntries(Object.entries(elements).map(([name, value]) => [group + name, value]));
}

const image = (...overlays: MadeElements[]): DataSet =>
  reread(
    madeObject(sopClassUids.CT, {
      '00280010 US': shorts(16),
      '00280011 US': shorts(16),
      ...(Object.assign({}, ...overlays) as MadeElements),
    }),
  );

function cleaned(header: DataSet, profile: DeidentificationProfile = basicWith(option.cleanGraphics)) {
  const { dataSet, findings } = deidentified(header, profile);
  return { dataSet, codes: findings.map(({ code }) => code) };
}

const groupsOf = (dataSet: DataSet) => overlayPlanesOf(dataSet).map(({ group }) => group.toString(16));

describe('overlays', () => {
  it('are removed without Clean Graphics, which a finding tells', () => {
    const { dataSet, codes } = cleaned(image(overlay()), basicProfile());
    expect(dataSet.elements.some(({ tag }) => tag >>> 24 === 0x60)).toBe(false);
    expect(codes).toContain('overlay-removed');
  });

  it('stay with Clean Graphics for a person to look at, and claim nothing before', () => {
    const { dataSet, codes } = cleaned(image(overlay()));
    expect(groupsOf(dataSet)).toEqual(['6000']);
    expect(codes).toContain('overlay-kept');
    expect(codesIn(dataSet)).not.toContain('113103');
    expect(textOf(dataSet, '60000022')).toBe('T1 axial');
    expect(textOf(dataSet, '60004000')).toBe('');
    // Retired elements may say anything.
    expect(dataSet.has(0x60000800)).toBe(false);
  });

  it('with nothing drawn in them need nobody', () => {
    const { dataSet, codes } = cleaned(image(overlay({ '3000 OW': new Uint8Array(4) })));
    expect(groupsOf(dataSet)).toEqual(['6000']);
    expect(codes).not.toContain('overlay-kept');
    expect(codesIn(dataSet)).toContain('113103');
  });

  it('lose what lies behind their last pixel', () => {
    const hidden = Uint8Array.of(0xff, 0, 0, 0, ...Buffer.from('Kowalska'));
    const { dataSet } = cleaned(image(overlay({ '3000 OW': hidden })));
    expect(overlayPlanesOf(dataSet)[0]?.bits).toHaveLength(4);
  });

  it.each([
    ['beside the image', { '0050 SS': shorts(15, 1) }],
    ['before its first pixel', { '0050 SS': shorts(0, 1) }],
    ['over a frame that there is not', { '0015 IS': '1', '0051 US': shorts(2) }],
    ['in bits of the pixels', { '0102 US': shorts(12), '0100 US': shorts(16) }],
    ['in fewer bytes than its size says', { '3000 OW': new Uint8Array(2) }],
  ])('are removed when their bitmap lies %s: nobody would see it whole', (_place, changes) => {
    const { dataSet, codes } = cleaned(image(overlay(changes), overlay({}, '6002')));
    expect(dataSet.elements.filter(({ tag }) => tag >>> 16 === 0x6000)).toEqual([]);
    expect(groupsOf(dataSet)).toEqual(['6002']);
    expect(codes).toContain('overlay-removed');
  });

  it('are removed from what is no image, and inside sequences', () => {
    const state = reread(madeObject('1.2.840.10008.5.1.4.1.1.11.1', overlay()));
    expect(groupsOf(cleaned(state).dataSet)).toEqual([]);
    const nested = image({ ReferencedSeriesSequence: [{ '00280010 US': shorts(16), ...overlay() }] });
    const items = cleaned(nested).dataSet.get(0x00081115);
    expect(items?.kind === 'sequence' && items.items.some((item) => groupsOf(item).length > 0)).toBe(false);
  });

  it('stay under a profile that keeps no more than the IOD, where the IOD has overlays', () => {
    const strict = { ...basicWith(option.cleanGraphics), strictIod: true, allowlist: true } as const;
    expect(groupsOf(cleaned(image(overlay()), strict).dataSet)).toEqual(['6000']);
  });
});
