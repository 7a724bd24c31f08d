import { describe, expect, test } from 'vitest';
import { orientationGroups, planeOfOrientation } from './plane.ts';

const axial = [1, 0, 0, 0, 1, 0];
const sagittal = [0, 1, 0, 0, 0, -1];
const coronal = [1, 0, 0, 0, 0, -1];

describe('planes', () => {
  test.each([
    [axial, 'axial'],
    [sagittal, 'sagittal'],
    [coronal, 'coronal'],
    [[0.98, 0.05, -0.19, -0.01, 0.96, 0.27], 'axial'],
    [[1, 0, 0, 0, Math.SQRT1_2, Math.SQRT1_2], 'oblique'],
    [[0, 0, 0, 0, 0, 0], null],
  ])('%j is %s', (orientation, plane) => {
    expect(planeOfOrientation(orientation)).toBe(plane);
  });

  test('slices that are tilted a little are one stack', () => {
    expect(orientationGroups([axial, [1, 0, 0, 0, 0.999, 0.04]])).toBe(1);
    expect(orientationGroups([axial, sagittal, coronal])).toBe(3);
  });
});
