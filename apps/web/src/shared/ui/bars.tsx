import type { ReactNode } from 'react';
import { formatCount } from '../format.ts';

export interface BarItem {
  label: string;
  count: number;
  link?: (content: ReactNode) => ReactNode;
}

/** Labelled counts with a bar each; the widest is the largest count. */
export function Bars(props: { items: BarItem[]; empty: string }) {
  const largest = Math.max(1, ...props.items.map((item) => item.count));
  if (props.items.length === 0) return <p className="dim">{props.empty}</p>;
  return (
    <ul className="bars">
      {props.items.map((item) => {
        const content = (
          <>
            <span className="ellipsis">{item.label}</span>
            <span>{formatCount(item.count)}</span>
            <span className="bar" aria-hidden>
              <span style={{ width: `${(item.count / largest) * 100}%` }} />
            </span>
          </>
        );
        return (
          <li key={item.label}>{item.link === undefined ? <div>{content}</div> : item.link(content)}</li>
        );
      })}
    </ul>
  );
}
