import { describe, expect, it } from 'vitest';
import {
  attributeOf,
  formatTag,
  isPrivateCreatorTag,
  isPrivateTag,
  isStorageSopClass,
  isUid,
  isWellKnownUid,
  keywordOf,
  parseTag,
  storageSopClassName,
  tagOf,
  transferSyntaxOf,
  vrOf,
} from '../index.ts';

describe('the dictionary', () => {
  it('knows attributes by tag and by keyword', () => {
    expect(keywordOf(0x00100010)).toBe('PatientName');
    expect(tagOf('PatientName')).toBe(0x00100010);
    expect(vrOf(0x00100010)).toBe('PN');
    expect(attributeOf(0x00080008)?.vm).toBe('2-n');
    expect(keywordOf(0x00000900)).toBe('Status');
    expect(tagOf('NoSuchKeyword')).toBeUndefined();
  });

  it('resolves repeating groups for even groups only', () => {
    expect(keywordOf(0x60000010)).toBe('OverlayRows');
    expect(keywordOf(0x601e3000)).toBe('OverlayData');
    expect(keywordOf(0x60013000)).toBeUndefined();
    expect(tagOf('OverlayRows')).toBe(0x60000010);
    expect(keywordOf(0x7fe00010)).toBe('PixelData');
  });

  it('chooses one VR where the standard leaves several', () => {
    expect(vrOf(0x00280106)).toBe('US');
    expect(vrOf(0x00280106, true)).toBe('SS');
    expect(vrOf(0x7fe00010)).toBe('OW');
  });

  it('gives private creators LO, group lengths UL and everything else unknown UN', () => {
    expect(vrOf(0x00090010)).toBe('LO');
    expect(vrOf(0x00091001)).toBe('UN');
    expect(vrOf(0x00080000)).toBe('UL');
    expect(vrOf(0x00070001)).toBe('UN');
  });
});

describe('tags', () => {
  it('are read in the usual notations', () => {
    expect(parseTag('(0010,0010)')).toBe(0x00100010);
    expect(parseTag('7fe00010')).toBe(0x7fe00010);
    expect(parseTag('FFFE,E000')).toBe(0xfffee000);
    expect(parseTag('0010')).toBeUndefined();
    expect(formatTag(0xfffee000)).toBe('(FFFE,E000)');
  });

  it('tell private elements and creators', () => {
    expect(isPrivateTag(0x00091001)).toBe(true);
    expect(isPrivateTag(0x00081001)).toBe(false);
    expect(isPrivateCreatorTag(0x000900ff)).toBe(true);
    expect(isPrivateCreatorTag(0x00090100)).toBe(false);
  });
});

describe('UIDs', () => {
  it('are checked for their form', () => {
    expect(isUid('1.2.840.10008.1.2')).toBe(true);
    expect(isUid('1.02.3')).toBe(false);
    expect(isUid(`1.${'2'.repeat(63)}`)).toBe(false);
    expect(isUid('../1')).toBe(false);
    expect(isWellKnownUid('1.2.840.10008.1.1')).toBe(true);
    expect(isWellKnownUid('1.2.840.100081.1')).toBe(false);
  });

  it('name storage SOP classes and transfer syntaxes', () => {
    expect(storageSopClassName('1.2.840.10008.5.1.4.1.1.2')).toBe('CT Image Storage');
    expect(isStorageSopClass('1.2.840.10008.1.3.10')).toBe(false);
    expect(transferSyntaxOf('1.2.840.10008.1.2.4.90')).toMatchObject({ encapsulated: true, lossy: false });
    expect(transferSyntaxOf('1.2.840.10008.1.2.1.99')?.deflated).toBe(true);
  });
});
