import type { TakenDecision } from './use-decisions.ts';

/** The last decision with the time that is left to take it back. */
export function UndoBar(props: { taken: TakenDecision[]; nowMs: number; onUndo: () => void }) {
  const last = props.taken.at(-1);
  if (last === undefined) return null;
  const seconds = Math.max(0, Math.ceil((last.untilMs - props.nowMs) / 1000));
  return (
    <div className="undo-bar">
      <span role="status" className="ellipsis">
        {last.verdict === 'approve' ? 'Approved' : 'Rejected'}: {last.title}
      </span>
      <span aria-hidden className="nowrap">
        {seconds} s
      </span>
      <button type="button" onClick={props.onUndo}>
        Undo <kbd>U</kbd>
      </button>
    </div>
  );
}
