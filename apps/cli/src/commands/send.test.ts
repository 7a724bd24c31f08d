import { describe, expect, it } from 'vitest';
import { associationRuns, type OutgoingFile } from '../send/outgoing-files.ts';
import { parseDestination } from './send.ts';

describe('parseDestination', () => {
  it('takes names, IPv4 and IPv6', () => {
    expect(parseDestination('PACS@pacs.example.org:104')).toEqual({
      calledAe: 'PACS',
      host: 'pacs.example.org',
      port: 104,
    });
    expect(parseDestination('A B@[::1]:11112')).toEqual({ calledAe: 'A B', host: '::1', port: 11112 });
  });

  it.each(['PACS', 'PACS@host', '@host:1', 'PACS@host:99999', 'AE_TITLE_TOO_LONG@host:1'])(
    'refuses %s',
    (text) => {
      expect(() => parseDestination(text)).toThrow(/AE@host:port/);
    },
  );
});

describe('associationRuns', () => {
  it('cuts where one association could not carry more kinds', () => {
    const files = Array.from({ length: 300 }, (_, at) => ({
      place: String(at),
      sizeBytes: 1,
      instance: {
        sopClassUid: `1.2.${at % 150}`,
        sopInstanceUid: `1.3.${at}`,
        transferSyntaxUid: '1.2.840.10008.1.2',
        dataSet: [],
      },
    })) satisfies OutgoingFile[];
    const runs = associationRuns(files);
    expect(runs.flat()).toEqual(files);
    for (const run of runs)
      expect(new Set(run.map((file) => file.instance.sopClassUid)).size).toBeLessThanOrEqual(127);
    expect(associationRuns([])).toEqual([]);
  });
});
