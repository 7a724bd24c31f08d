import { expect, it } from 'vitest';
import { admit, type Peer } from './peer.service.ts';

const rules = { aeTitle: 'PESSCARA', acceptAnyCalledAe: false, loopbackIsTrusted: true };
const peer = (partial: Partial<Peer>): Peer => ({
  id: '1',
  callingAe: 'MR1',
  addresses: [],
  certificateSha256: null,
  description: '',
  enabled: true,
  version: 1,
  ...partial,
});
const call = (partial: object = {}) => ({
  callingAe: 'MR1',
  calledAe: 'PESSCARA',
  address: '10.0.0.5',
  ...partial,
});

it('an unknown sender is refused, unless it is this machine', () => {
  expect(admit(rules, [], call())).toEqual({ kind: 'refused', reason: 'calling-ae-not-recognized' });
  expect(admit(rules, [], call({ address: '127.0.0.1' })).kind).toBe('admitted');
  expect(admit(rules, [], call({ address: '::ffff:127.0.0.1' })).kind).toBe('admitted');
  expect(admit({ ...rules, loopbackIsTrusted: false }, [], call({ address: '::1' })).kind).toBe('refused');
});

it('a known sender calls from its addresses only', () => {
  expect(admit(rules, [peer({})], call()).kind).toBe('admitted');
  expect(admit(rules, [peer({ addresses: ['10.0.0.0/24'] })], call()).kind).toBe('admitted');
  expect(admit(rules, [peer({ addresses: ['10.9.0.0/24'] })], call())).toEqual({
    kind: 'refused',
    reason: 'address',
  });
});

it('who calls another title than ours is refused', () => {
  expect(admit(rules, [peer({})], call({ calledAe: 'OTHER' }))).toEqual({
    kind: 'refused',
    reason: 'called-ae-not-recognized',
  });
  expect(admit({ ...rules, acceptAnyCalledAe: true }, [peer({})], call({ calledAe: 'OTHER' })).kind).toBe(
    'admitted',
  );
});

it('a sender with a pinned certificate must show that one', () => {
  const pinned = peer({ certificateSha256: 'ab'.repeat(32) });
  expect(admit(rules, [pinned], call())).toEqual({ kind: 'refused', reason: 'certificate' });
  expect(admit(rules, [pinned], call({ certificateSha256: 'ab'.repeat(32) })).kind).toBe('admitted');
});

it('a sender that is switched off is refused, from this machine too', () => {
  expect(admit(rules, [peer({ enabled: false })], call({ address: '127.0.0.1' })).kind).toBe('refused');
});
