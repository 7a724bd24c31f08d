import { tagOf } from '@pesscara/dicom';
import { expect, it } from 'vitest';
import { dateRange, likePattern, parseQidoQuery, QidoQueryError, uidList } from './qido-query.ts';

it('attributes are matched by keyword or tag, and what is unknown is told', () => {
  const query = parseQidoQuery({
    PatientID: 'GBM-1',
    '00080060': 'MR',
    includefield: ['all'],
    limit: '5',
    offset: '10',
    Nonsense: 'x',
  });
  expect(query.matches.get(tagOf('PatientID'))).toBe('GBM-1');
  expect(query.matches.get(tagOf('Modality'))).toBe('MR');
  expect(query).toMatchObject({ includeAll: true, limit: 5, offset: 10, ignored: ['Nonsense'] });
});

it('a mistake is said, not guessed at', () => {
  expect(() => parseQidoQuery({ limit: 'many' })).toThrow(QidoQueryError);
  expect(() => parseQidoQuery({ includefield: 'NoSuchAttribute' })).toThrow(QidoQueryError);
  expect(() => dateRange('2020')).toThrow(QidoQueryError);
  expect(() => dateRange('-')).toThrow(QidoQueryError);
});

it('dates are a day or a range', () => {
  expect(dateRange('20200131')).toEqual({ from: '2020-01-31', to: '2020-01-31' });
  expect(dateRange('20200101-')).toEqual({ from: '2020-01-01', to: null });
  expect(dateRange('-20201231')).toEqual({ from: null, to: '2020-12-31' });
});

it('wildcards are DICOM’s, and LIKE’s own are literal', () => {
  expect(likePattern('CT *_5%?')).toBe('CT %\\_5\\%_');
});

it('UIDs come as a list', () => {
  expect(uidList('1.2.3,1.2.4\\1.2.5')).toEqual(['1.2.3', '1.2.4', '1.2.5']);
});
