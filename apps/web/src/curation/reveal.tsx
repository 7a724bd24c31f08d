import { useCallback, useEffect, useState } from 'react';
import { revealSeconds } from '../accounts/reveal-dialog.tsx';

export interface Revealed {
  instanceId: string;
  values: ReadonlyMap<string, string>;
  secondsLeft: number;
}

/** Original values in this component's memory only, for 60 seconds or until another case is opened. */
export function useRevealed(caseId: string | undefined) {
  const [revealed, setRevealed] = useState<Revealed | null>(null);
  useEffect(() => () => setRevealed(null), [caseId]);
  const active = revealed !== null;
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(
      () =>
        setRevealed((before) =>
          before === null || before.secondsLeft <= 1
            ? null
            : { ...before, secondsLeft: before.secondsLeft - 1 },
        ),
      1000,
    );
    return () => clearInterval(timer);
  }, [active]);
  const show = useCallback(
    (instanceId: string, rows: { path: string; before: string }[]) =>
      setRevealed({
        instanceId,
        values: new Map(rows.map((row) => [row.path, row.before])),
        secondsLeft: revealSeconds,
      }),
    [],
  );
  const hide = useCallback(() => setRevealed(null), []);
  return { revealed, show, hide };
}
