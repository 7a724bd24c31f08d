import { describe, expect, it } from 'vitest';
import { fields, formatBytes, table } from './output.ts';
import { progressLine } from './progress.ts';

describe('table', () => {
  it('aligns columns, numbers to the right, and shows what is not there', () => {
    const items = [
      { name: 'one', size: 5, on: true },
      { name: 'eleven', size: 1200, on: null },
    ];
    expect(table(items, { name: (i) => i.name, size: (i) => i.size, on: (i) => i.on })).toBe(
      ['name    size  on', 'one        5  yes', 'eleven  1200  –'].join('\n'),
    );
  });

  it('counts letters of East Asian scripts as two columns', () => {
    const text = table([{ a: '中城', b: 'x' }], { a: (i) => i.a, bb: (i) => i.b });
    expect(text).toBe(['a     bb', '中城  x'].join('\n'));
  });

  it('is a heading alone without items', () => {
    expect(table([], { a: () => 1, b: () => 2 })).toBe('a  b');
  });
});

describe('fields', () => {
  it('puts values under each other and joins lists', () => {
    expect(fields({ key: 'demo', 'my roles': ['lead', 'viewer'], archived: null })).toBe(
      ['key       demo', 'my roles  lead, viewer', 'archived  –'].join('\n'),
    );
  });
});

describe('formatBytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.00 kB'],
    [1_234_567, '1.23 MB'],
    [999_900, '1.00 MB'],
    [45_000_000_000, '45.0 GB'],
  ])('%d is %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('progressLine', () => {
  it('shows share, amounts, speed and what is left', () => {
    const line = progressLine({
      label: 'upload',
      totalBytes: 200,
      doneBytes: 50,
      elapsedMs: 1000,
      columns: 100,
    });
    expect(line).toContain('25 %  50 B of 200 B  50 B/s  3 s left');
  });

  it('fits into a narrow terminal and works without a total', () => {
    expect(
      progressLine({ label: 'x', totalBytes: 9, doneBytes: 1, elapsedMs: 1000, columns: 20 }).length,
    ).toBeLessThan(20);
    expect(progressLine({ label: 'zip', doneBytes: 2000, elapsedMs: 0, columns: 80 })).toBe('zip  2.00 kB');
  });
});
