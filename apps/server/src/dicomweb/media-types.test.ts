import { expect, it } from 'vitest';
import {
  bringsDicom,
  bulkDataForm,
  frameForms,
  instanceForms,
  parseAccept,
  takesJson,
} from './media-types.ts';

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
  expect(instanceForms(parseAccept(python))).toEqual([{ isMultipart: true, transferSyntax: '*' }]);
  expect(instanceForms(parseAccept('application/dicom'))).toEqual([
    { isMultipart: false, transferSyntax: '*' },
  ]);
  expect(instanceForms(parseAccept(undefined))).toEqual([{ isMultipart: true, transferSyntax: '*' }]);
  expect(instanceForms(parseAccept('image/png'))).toEqual([]);
  const choosy = 'multipart/related; type="application/dicom"; transfer-syntax=1.2.840.10008.1.2.4.50';
  expect(instanceForms(parseAccept(`${choosy}, application/dicom;q=0.5`))).toEqual([
    { isMultipart: true, transferSyntax: '1.2.840.10008.1.2.4.50' },
    { isMultipart: false, transferSyntax: '*' },
  ]);
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

it('bulk data are octets, in a part or alone', () => {
  expect(bulkDataForm(parseAccept('multipart/related; type="application/octet-stream"'))).toEqual({
    isMultipart: true,
  });
  for (const alone of ['application/octet-stream', '*/*', 'application/*', undefined])
    expect(bulkDataForm(parseAccept(alone))).toEqual({ isMultipart: false });
  for (const other of ['text/html', 'multipart/related; type="image/jpeg"'])
    expect(bulkDataForm(parseAccept(other))).toBeUndefined();
});

it('only DICOM files can be stored', () => {
  for (const files of ['application/dicom', 'multipart/related; type="application/dicom"; boundary=x'])
    expect(bringsDicom(files)).toBe(true);
  expect(bringsDicom('multipart/related; boundary=x')).toBe(true);
  for (const other of ['multipart/related; type="application/dicom+json"; boundary=x', 'text/plain', ''])
    expect(bringsDicom(other)).toBe(false);
});
