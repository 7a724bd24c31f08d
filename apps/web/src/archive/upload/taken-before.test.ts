import { describe, expect, it } from 'vitest';
import { hashText, openTakenBefore } from './taken-before.ts';

function memoryStorage(): Storage {
  const items = new Map<string, string>();
  return {
    length: 0,
    clear: () => items.clear(),
    key: () => null,
    getItem: (key) => items.get(key) ?? null,
    setItem: (key, value) => void items.set(key, value),
    removeItem: (key) => void items.delete(key),
  };
}

describe('an upload that goes on later', () => {
  it('knows what was acknowledged before', () => {
    const storage = memoryStorage();
    const first = openTakenBefore(storage, 'gbm');
    first.add(['1.2.3', '1.2.4']);
    first.save();
    const second = openTakenBefore(storage, 'gbm');
    expect([second.has('1.2.3'), second.has('1.2.5'), second.count()]).toEqual([true, false, 2]);
    expect(openTakenBefore(storage, 'other').count()).toBe(0);
  });
  it('keeps no UID in the browser and nothing when it is finished', () => {
    const storage = memoryStorage();
    const memory = openTakenBefore(storage, 'gbm');
    memory.add(['1.2.840.99.7']);
    memory.save();
    expect(storage.getItem('pesscara.upload.gbm')).not.toContain('1.2.840');
    memory.forget();
    expect(storage.getItem('pesscara.upload.gbm')).toBeNull();
  });
  it('tells UIDs apart that differ in one digit', () => {
    const hashes = Array.from({ length: 20_000 }, (_, at) => hashText(`1.2.840.113619.2.${at}`, 7));
    expect(new Set(hashes).size).toBe(20_000);
  });
});
