import { notifications } from '@mantine/notifications';
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCopy,
  IconInfoCircle,
  IconRefresh,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { adviceFor, type Problem, toProblem } from '../../api/problem.ts';

export type Tone = 'info' | 'good' | 'warn' | 'bad';

const icons = {
  info: IconInfoCircle,
  good: IconCircleCheck,
  warn: IconAlertTriangle,
  bad: IconAlertTriangle,
};

/** A banner: tone by icon and words, never by colour alone. */
export function Notice(props: {
  tone: Tone;
  title?: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  role?: 'alert' | 'status';
}) {
  const Icon = icons[props.tone];
  return (
    <div className="notice" data-tone={props.tone} role={props.role}>
      <Icon size={18} aria-hidden />
      <div className="grow">
        {props.title === undefined ? null : <strong>{props.title}</strong>}
        {props.children}
      </div>
      {props.actions}
    </div>
  );
}

function RequestId(props: { id: string }) {
  return (
    <button
      type="button"
      className="text-button"
      onClick={() => void navigator.clipboard.writeText(props.id)}
      title="Copy the request id"
    >
      <IconCopy size={14} aria-hidden /> Request <span className="mono">{props.id.slice(0, 8)}</span>
    </button>
  );
}

function ProblemBody(props: { problem: Problem }) {
  const { problem } = props;
  const advice = adviceFor(problem);
  return (
    <>
      {problem.detail === null ? null : <p>{problem.detail}</p>}
      {problem.errors.map((one) => (
        <p key={one.pointer + one.detail}>
          <span className="mono">{one.pointer.replace(/^\/body\//, '')}</span>: {one.detail}
        </p>
      ))}
      {advice === null ? null : <p>{advice}</p>}
      {problem.requestId === null ? null : <RequestId id={problem.requestId} />}
    </>
  );
}

/** What failed, why, what to do, the request id to copy, and a way to try again. */
export function ProblemNotice(props: { error: unknown; retry?: () => void }) {
  const problem = toProblem(props.error);
  return (
    <Notice
      tone="bad"
      role="alert"
      title={problem.title}
      actions={
        props.retry === undefined ? null : (
          <button type="button" className="text-button" onClick={props.retry}>
            <IconRefresh size={14} aria-hidden /> Try again
          </button>
        )
      }
    >
      <ProblemBody problem={problem} />
    </Notice>
  );
}

/** Shows a failed action in the corner; stays until closed. */
export function toastProblem(error: unknown): void {
  const problem = toProblem(error);
  notifications.show({
    color: 'red',
    title: problem.title,
    message: <ProblemBody problem={problem} />,
    autoClose: false,
  });
}

/** Says that something was done. */
export function toastDone(message: string): void {
  notifications.show({ color: 'teal', message, autoClose: 4000 });
}

/** Says why something did not happen. */
export function toastNotice(message: string): void {
  // The same sentence twice is shown once.
  notifications.show({ id: message, color: 'yellow', message, autoClose: 5000 });
}
