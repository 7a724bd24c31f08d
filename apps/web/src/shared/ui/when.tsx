import { useEffect, useState } from 'react';
import { formatAgo, formatInstant } from '../format.ts';

/** An instant: exact by default with "how long ago" on hover, or the other way round. */
export function When(props: { iso: string | null | undefined; ago?: boolean }) {
  const [, tick] = useState(0);
  useEffect(() => {
    if (!props.ago) return;
    const timer = setInterval(() => tick((count) => count + 1), 30_000);
    return () => clearInterval(timer);
  }, [props.ago]);
  if (!props.iso) return <span className="dim">–</span>;
  const [shown, hover] = props.ago
    ? [formatAgo(props.iso), formatInstant(props.iso)]
    : [formatInstant(props.iso), formatAgo(props.iso)];
  return (
    <time dateTime={props.iso} title={hover} className="nowrap">
      {shown}
    </time>
  );
}

/** A study date: de-identification shifts dates, and a reader must not take one for the true day. */
export function StudyDate(props: { date: string | null; mark?: boolean }) {
  if (props.date === null) return <span className="dim">no date</span>;
  return (
    <span className="nowrap" title="Dates are shifted per subject by de-identification">
      {props.date}
      {props.mark ? <span className="dim"> (shifted)</span> : null}
    </span>
  );
}
