import { type ReactNode, useEffect } from 'react';

/** Sets the window's title. Titles never hold what came from a patient's header. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? 'PESSCARA' : `${title} · PESSCARA`;
  }, [title]);
}

/** The one h1 of a page, a line under it, and its actions. */
export function PageHead(props: { title: string; under?: ReactNode; actions?: ReactNode }) {
  usePageTitle(props.title);
  return (
    <div className="page-head">
      <div>
        <h1>{props.title}</h1>
        {props.under === undefined ? null : <div className="dim">{props.under}</div>}
      </div>
      {props.actions === undefined ? null : <div className="row">{props.actions}</div>}
    </div>
  );
}

/** What a place without content says, and the next thing to do. */
export function EmptyState(props: {
  icon?: ReactNode;
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className="empty">
      {props.icon}
      <h2>{props.title}</h2>
      {props.children === undefined ? null : <p>{props.children}</p>}
      {props.action}
    </div>
  );
}

/** Grey rows in the shape of what is loading. */
export function SkeletonRows(props: { rows?: number; height?: number }) {
  return (
    <div className="stack" role="status" aria-label="Loading" style={{ gap: 8, padding: 8 }}>
      {Array.from({ length: props.rows ?? 6 }, (_, index) => (
        <div
          key={index}
          className="skeleton"
          style={{ height: props.height ?? 18, width: `${94 - ((index * 17) % 30)}%` }}
        />
      ))}
    </div>
  );
}

/** A list of names and values. Pairs with null values are left out. */
export function Properties(props: { pairs: [string, ReactNode][] }) {
  return (
    <dl className="properties">
      {props.pairs.map(([name, value]) =>
        value === null || value === undefined || value === '' ? null : (
          <PropertyPair key={name} name={name} value={value} />
        ),
      )}
    </dl>
  );
}

function PropertyPair(props: { name: string; value: ReactNode }) {
  return (
    <>
      <dt>{props.name}</dt>
      <dd>{props.value}</dd>
    </>
  );
}
