import { describe, expect, it } from 'vitest';
import type { Route } from '../api/types.ts';
import { attributeTest, draftOfRoute, emptyRoute, moved, routeMistakes, routeOfDraft } from './routing.ts';

const route: Route = {
  name: 'mr-research',
  enabled: true,
  match: {
    callingAe: 'MR*',
    addresses: ['10.0.0.0/8'],
    attributes: [{ keyword: 'StudyDescription', matches: '*GBM=1*' }],
  },
  project: 'gbm',
  profile: null,
  tags: ['prospective'],
  centre: 'North',
};

describe('routes in the form', () => {
  it('come back as they were', () => {
    expect(routeOfDraft(draftOfRoute(route))).toEqual(route);
  });
  it('leave out what is empty', () => {
    expect(routeOfDraft({ ...emptyRoute, name: 'all', project: 'gbm' })).toEqual({
      name: 'all',
      enabled: true,
      match: {},
      project: 'gbm',
      profile: null,
      tags: [],
      centre: null,
    });
  });
  it('read an attribute test at the first equals sign', () => {
    expect(attributeTest('StudyDescription = a=b')).toEqual({ keyword: 'StudyDescription', matches: 'a=b' });
    expect([attributeTest('Modality'), attributeTest('=MR'), attributeTest('Modality=')]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe('mistakes in a table of routes', () => {
  it('are none for a good table', () => {
    expect(routeMistakes([draftOfRoute(route)]).size).toBe(0);
  });
  it('are named by route', () => {
    const drafts = [draftOfRoute(route), { ...draftOfRoute(route), attributes: ['Modality'] }, emptyRoute];
    expect([...routeMistakes(drafts)]).toEqual([
      [1, ['Another route is called mr-research already.', '“Modality” is not of the form Keyword=pattern.']],
      [2, ['Give the route a name.', 'Choose the project that it leads to.']],
    ]);
  });
});

describe('the order of routes', () => {
  it('moves one up or down and stops at the ends', () => {
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b', 'c'], 0, -1)).toEqual(['a', 'b', 'c']);
    expect(moved(['a', 'b', 'c'], 0, 9)).toEqual(['b', 'c', 'a']);
  });
});
