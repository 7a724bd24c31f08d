import { expect, it } from 'vitest';
import { addressMistake, compileRoutes, type Route, type RouteFacts } from './route.ts';

const route = (name: string, match: Route['match'], enabled = true): Route => ({
  name,
  enabled,
  match,
  project: 'p',
  profile: null,
  tags: [],
  centre: null,
});
const facts = (partial: Partial<RouteFacts>, attributes: Record<string, string> = {}): RouteFacts => ({
  ...partial,
  attribute: (keyword) => attributes[keyword],
});

it('the first route that matches wins, and a switched-off one never does', () => {
  const match = compileRoutes([
    route('off', {}, false),
    route('mr', { callingAe: 'MR*' }),
    route('everything', {}),
  ]);
  expect(match(facts({ callingAe: 'MR_SCANNER' }))?.name).toBe('mr');
  expect(match(facts({ callingAe: 'CT1' }))?.name).toBe('everything');
});

it('all that a route names must match', () => {
  const match = compileRoutes([
    route('gbm', {
      calledAe: 'PESSCARA',
      attributes: [{ keyword: 'StudyDescription', matches: '*glioma*' }],
    }),
  ]);
  expect(match(facts({ calledAe: 'PESSCARA' }, { StudyDescription: 'MR Glioma follow-up' }))?.name).toBe(
    'gbm',
  );
  expect(match(facts({ calledAe: 'PESSCARA' }, { StudyDescription: 'Knee' }))).toBeUndefined();
  expect(match(facts({ calledAe: 'PESSCARA' }))).toBeUndefined();
});

it('addresses match by block, also when IPv4 came mapped into IPv6', () => {
  const match = compileRoutes([route('ward', { addresses: ['10.1.0.0/16', '2001:db8::/32'] })]);
  expect(match(facts({ address: '10.1.200.3' }))?.name).toBe('ward');
  expect(match(facts({ address: '::ffff:10.1.200.3' }))?.name).toBe('ward');
  expect(match(facts({ address: '2001:db8::7' }))?.name).toBe('ward');
  expect(match(facts({ address: '10.2.0.1' }))).toBeUndefined();
  expect(match(facts({}))).toBeUndefined();
});

it('a glob is no regular expression', () => {
  const match = compileRoutes([route('plus', { callingAe: 'A+B?' })]);
  expect(match(facts({ callingAe: 'A+B1' }))?.name).toBe('plus');
  expect(match(facts({ callingAe: 'AAB1' }))).toBeUndefined();
});

it('a mistyped address is named with what is wrong', () => {
  expect(addressMistake('10.0.0.1')).toBeUndefined();
  expect(addressMistake('10.0.0.0/8')).toBeUndefined();
  expect(addressMistake('10.0.0')).toContain('neither an address');
  expect(addressMistake('10.0.0.0/33')).toContain('0 to 32');
});
