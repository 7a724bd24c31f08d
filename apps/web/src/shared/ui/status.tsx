import {
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconLoader2,
  IconMinus,
  IconPlayerPause,
  IconUser,
} from '@tabler/icons-react';

export type StatusTone = 'neutral' | 'good' | 'bad' | 'warn' | 'info';
type Look = readonly [StatusTone, typeof IconClock, string];

/** One vocabulary of states for the whole app: the word on the wire → tone, icon, word on screen. */
const looks: Record<string, Look> = {
  waiting: ['neutral', IconClock, 'waiting'],
  running: ['info', IconLoader2, 'running'],
  paused: ['neutral', IconPlayerPause, 'paused'],
  converted: ['good', IconCircleCheck, 'converted'],
  replaced: ['good', IconCircleCheck, 'replaced'],
  unchanged: ['neutral', IconMinus, 'unchanged'],
  kept: ['warn', IconAlertTriangle, 'kept as it was'],
  cancelled: ['neutral', IconPlayerPause, 'stopped'],
  finished: ['good', IconCircleCheck, 'finished'],
  done: ['good', IconCircleCheck, 'done'],
  failed: ['bad', IconAlertTriangle, 'failed'],
  'not-convertible': ['neutral', IconBan, 'not convertible'],
  superseded: ['neutral', IconMinus, 'superseded'],
  none: ['neutral', IconMinus, 'not started'],
  open: ['warn', IconUser, 'needs you'],
  'first-approved': ['warn', IconUser, 'needs second reviewer'],
  approved: ['good', IconCircleCheck, 'approved'],
  rejected: ['bad', IconCircleX, 'rejected'],
  released: ['good', IconCircleCheck, 'released'],
  discarded: ['bad', IconCircleX, 'rejected'],
  receiving: ['info', IconLoader2, 'receiving'],
  quarantined: ['warn', IconClock, 'in quarantine'],
  stopped: ['bad', IconBan, 'stops the release'],
  high: ['bad', IconAlertTriangle, 'high'],
  medium: ['warn', IconAlertTriangle, 'medium'],
  low: ['neutral', IconAlertTriangle, 'low'],
  enabled: ['good', IconCircleCheck, 'on'],
  disabled: ['neutral', IconBan, 'off'],
  revoked: ['neutral', IconBan, 'revoked'],
  expired: ['neutral', IconClock, 'expired'],
  active: ['good', IconCircleCheck, 'active'],
  locked: ['warn', IconClock, 'locked'],
  ended: ['neutral', IconCircleCheck, 'ended'],
  held: ['warn', IconClock, 'held'],
  routing: ['info', IconLoader2, 'routing'],
};

/** Icon + word + colour for a state. Unknown words are shown as they are. */
export function Status(props: { value: string; label?: string; tone?: StatusTone }) {
  const [tone, Icon, word] = looks[props.value] ?? (['neutral', IconMinus, props.value] as Look);
  return (
    <span className="status" data-tone={props.tone ?? tone}>
      <Icon size={13} aria-hidden />
      {props.label ?? word}
    </span>
  );
}
