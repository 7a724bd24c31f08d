export {
  isRunning,
  lifeOf,
  nameOfProcess,
  type ProcessIdentity,
  parseProcessName,
  thisProcess,
} from './process-identity.ts';
export { type RunOptions, type RunResult, run } from './run.ts';
