import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import type { AttributeRow, CaseSummary, Conflict } from '../api/types.ts';
import { attributesQuery } from '../curation/queries.ts';
import { quarantineFrameUrl } from '../imaging/queries.ts';
import { SkeletonRows } from '../shared/ui/page.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { differingRows } from './differing-rows.ts';

const picturePx = 320;

interface Side {
  caseId: string;
  rows: readonly AttributeRow[];
}

/** The arrival that an instance belongs to, and its header there. The cases of a series are few: each is asked. */
function useSide(
  project: string,
  cases: readonly CaseSummary[],
  instance: string,
): { pending: boolean; side: Side | null } {
  const asked = useQueries({
    queries: cases.map((one) => ({ ...attributesQuery(project, one.id, instance, 'all'), retry: false })),
  });
  const at = asked.findIndex((one) => one.isSuccess);
  const caseId = cases[at]?.id;
  const rows = asked[at]?.data?.rows;
  return {
    pending: asked.some((one) => one.isPending),
    side: caseId === undefined || rows === undefined ? null : { caseId, rows },
  };
}

function Picture(props: { project: string; title: string; side: Side; instance: string }) {
  const [failed, setFailed] = useState(false);
  const at = { instance: props.instance, frame: 1 };
  return (
    <figure>
      <figcaption>{props.title}</figcaption>
      {failed ? (
        <p className="dim">It has no picture.</p>
      ) : (
        <img
          src={quarantineFrameUrl(props.project, props.side.caseId, at, picturePx, null)}
          alt={`${props.title} content`}
          onError={() => setFailed(true)}
        />
      )}
    </figure>
  );
}

function Differences(props: { first: Side; later: Side }) {
  const differing = differingRows(props.first.rows, props.later.rows);
  if (differing.length === 0)
    return <p>No attribute differs after de-identification: the difference is in the pixels.</p>;
  return (
    <TableFrame label="Attributes that differ">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Attribute</th>
            <th scope="col">First</th>
            <th scope="col">Later</th>
          </tr>
        </thead>
        <tbody>
          {differing.map((row) => (
            <tr key={row.path}>
              <th scope="row">
                {row.keyword ?? 'private'} <span className="mono dim">{row.path}</span>
              </th>
              <td className="mono">{row.first ?? <em className="dim">absent</em>}</td>
              <td className="mono">{row.later ?? <em className="dim">absent</em>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

/** Both contents beside each other: their first pictures, and the attributes in which they differ. */
export function ConflictComparison(props: {
  project: string;
  conflict: Conflict;
  cases: readonly CaseSummary[];
}) {
  const { project, conflict, cases } = props;
  const first = useSide(project, cases, conflict.conflictOfId);
  const later = useSide(project, cases, conflict.instanceId);
  if ((first.pending && first.side === null) || (later.pending && later.side === null))
    return <SkeletonRows rows={4} />;
  if (first.side === null || later.side === null)
    return <p className="dim">One of the two is no longer stored, so they cannot be compared.</p>;
  return (
    <>
      <div className="conflict-pictures">
        <Picture project={project} title="First" side={first.side} instance={conflict.conflictOfId} />
        <Picture project={project} title="Later" side={later.side} instance={conflict.instanceId} />
      </div>
      <Differences first={first.side} later={later.side} />
    </>
  );
}
