import { expect, it } from 'vitest';
import { frameForms, instanceForm, parseAccept, takesJson } from './media-types.ts';

it('ranges are ordered by quality, and quoted commas and semicolons are text', () => {
  const ranges = parseAccept(
    'image/png;q=0.5, multipart/related; type="application/dicom"; transfer-syntax=*; q=0.9',
  );
  expect(ranges.map((range) => range.type)).toEqual(['multipart/related', 'image/png']);
  expect(ranges[0]?.parameters['type']).toBe('application/dicom');
  expect(parseAccept('a/b; x="1,2;3"')[0]?.parameters['x']).toBe('1,2;3');
  expect(parseAccept('text/html;q=0')).toEqual([]);
});

it('what clients really send is understood', () => {
  const python = 'multipart/related; type="application/dicom"; transfer-syntax=*';
  expect(instanceForm(parseAccept(python))).toEqual({ isMultipart: true, transferSyntax: '*' });
  expect(instanceForm(parseAccept('application/dicom'))).toEqual({ isMultipart: false, transferSyntax: '*' });
  expect(instanceForm(parseAccept(undefined))).toEqual({ isMultipart: true, transferSyntax: '*' });
  expect(instanceForm(parseAccept('image/png'))).toBeUndefined();
  const ohif = 'multipart/related; type=application/octet-stream; transfer-syntax=*';
  expect(frameForms(parseAccept(ohif))).toEqual([
    { isMultipart: true, mediaType: 'application/octet-stream', transferSyntax: '*' },
  ]);
  expect(
    takesJson(parseAccept('application/dicom+json, multipart/related; type="application/dicom+xml"')),
  ).toBe(true);
  expect(takesJson(parseAccept('application/json'))).toBe(true);
  expect(takesJson(parseAccept('application/dicom+xml'))).toBe(false);
});
