import { failureReasons, notApplicableReasons } from '@pesscara/defacing';

export const states = [
  'waiting',
  'not-applicable',
  'defaced',
  'not-defaced',
  'accepted',
  'restoring',
  'restored',
  'exempted',
] as const;
export type State = (typeof states)[number];

/** What a reviewer may decide: the result is good; the face is wanted back; the face that is there may pass. */
export const decisions = ['accept', 'restore', 'exempt'] as const;
export type Decision = (typeof decisions)[number];

const ownReasons = {
  'multi-frame': 'Images of several frames are not defaced.',
  'unsupported-pixels': 'The pixels of an image cannot be read or written.',
  'too-large': 'The volume is larger than the limit of this server.',
  'took-too-long': 'Finding the face took longer than the limit of this server.',
  'brain-touched': 'The result would have changed the brain and was given up.',
  'changed-since': 'The images were changed after the face was removed, so that it cannot be brought back.',
  internal: 'The server could not do it; its log says why.',
} as const;

const words: Readonly<Record<string, string>> = { ...notApplicableReasons, ...failureReasons, ...ownReasons };
export type Reason =
  | keyof typeof notApplicableReasons
  | keyof typeof failureReasons
  | keyof typeof ownReasons;

/** A reason in words for a person. */
export function inWords(reason: string | null): string | null {
  return reason === null ? null : (words[reason] ?? reason);
}

/** What a decision makes of a task; undefined where it cannot be made. A face passes with a reason only, a person's. */
export function afterDecision(state: State, decision: Decision, hasOriginals: boolean): State | undefined {
  if (decision === 'accept') return state === 'defaced' ? 'accepted' : undefined;
  if (decision === 'exempt') return state === 'not-defaced' ? 'exempted' : undefined;
  return (state === 'defaced' || state === 'accepted') && hasOriginals ? 'restoring' : undefined;
}

/** Why an arrival whose profile removes faces cannot be approved; null: nothing is in the way. */
export function obstacleOf(
  task: { state: State; reason: string | null; instanceCount: number } | undefined,
  instanceCount: number,
): string | null {
  if (task === undefined || task.state === 'waiting' || task.instanceCount !== instanceCount)
    return 'The face is still being looked for. Wait until that has ended.';
  if (task.state === 'restoring') return 'The images are being restored. Wait until that has ended.';
  if (task.state === 'not-defaced')
    return `The face was not removed. ${inWords(task.reason) ?? ''} Decide on that first, or reject the series.`;
  return null;
}
