import { describe, expect, it } from 'vitest';
import { unsavedChanges } from './unsaved.ts';

function memory() {
  const texts = new Map<string, string>();
  return {
    get length() {
      return texts.size;
    },
    key: (at: number) => [...texts.keys()][at] ?? null,
    getItem: (key: string) => texts.get(key) ?? null,
    setItem: (key: string, text: string) => void texts.set(key, text),
    removeItem: (key: string) => void texts.delete(key),
  };
}

describe('unsaved changes', () => {
  it('are there again for the state that they were made to, until they are forgotten', () => {
    const store = memory();
    const change = { base: '3', at: '2026-01-02T03:04:05Z', value: ['a'] };
    unsavedChanges(store, 'routes').keep(change);
    expect(unsavedChanges(store, 'routes').of('3')).toEqual(change);
    expect(unsavedChanges(store, 'routes').of('4')).toBeNull();
    expect(unsavedChanges(store, 'draft').of('3')).toBeNull();
    unsavedChanges(store, 'routes').forget('3');
    expect(store.length).toBe(0);
  });

  it('to an earlier state are not overwritten by new ones; the newest is found', () => {
    const store = memory();
    const changes = unsavedChanges<string>(store, 'routes');
    changes.keep({ base: '1', at: '2026-01-01T00:00:00Z', value: 'oldest' });
    changes.keep({ base: '2', at: '2026-01-02T00:00:00Z', value: 'older' });
    changes.keep({ base: '3', at: '2026-01-03T00:00:00Z', value: 'mine' });
    expect(changes.of('3')?.value).toBe('mine');
    expect(changes.ofOtherState('3')?.value).toBe('older');
  });

  it('are told to be lost where the browser has no room', () => {
    const full = {
      ...memory(),
      setItem: () => {
        throw new DOMException('', 'QuotaExceededError');
      },
    };
    expect(unsavedChanges(full, 'routes').keep({ base: '1', at: '', value: 1 })).toBe(false);
  });

  it('that another program wrote over are none', () => {
    const store = memory();
    store.setItem('pesscara.unsaved.routes@1', '{');
    expect(unsavedChanges(store, 'routes').of('1')).toBeNull();
    expect(unsavedChanges(store, 'routes').ofOtherState('2')).toBeNull();
  });
});
