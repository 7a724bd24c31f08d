export { leaksSettings } from './leaks.config.ts';
export { createLeaks, type Leaks, type Standing } from './leaks.service.ts';
export { leakTitle, type SummedFinding, stopsRelease } from './summing-up.ts';
