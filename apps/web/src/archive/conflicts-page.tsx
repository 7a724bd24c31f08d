import { IconCircleCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useProject } from '../projects/queries.ts';
import { ProblemNotice } from '../shared/ui/notice.tsx';
import { EmptyState, PageHead, SkeletonRows } from '../shared/ui/page.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { When } from '../shared/ui/when.tsx';
import { conflictsQuery } from './queries.ts';

/** Images that came twice under one UID with different content: both are kept. */
export function ConflictsPage() {
  const project = useProject();
  const conflicts = useQuery(conflictsQuery(project.key));
  const items = conflicts.data?.items ?? [];
  return (
    <div className="page">
      <PageHead
        title="Conflicts"
        under="The same SOP Instance UID came with other content. Both are kept; the first one stays the current one."
      />
      {conflicts.isPending ? <SkeletonRows /> : null}
      {conflicts.isError ? (
        <ProblemNotice error={conflicts.error} retry={() => void conflicts.refetch()} />
      ) : null}
      {conflicts.isSuccess && items.length === 0 ? (
        <EmptyState icon={<IconCircleCheck size={36} aria-hidden />} title="There is no conflict">
          Every UID stands for one content.
        </EmptyState>
      ) : null}
      {items.length > 0 ? (
        <TableFrame label="Conflicts">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">SOP Instance UID</th>
                <th scope="col">First received</th>
                <th scope="col">Received again</th>
                <th scope="col">Compare</th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <tr key={one.instanceId}>
                  <th scope="row" className="mono">
                    {one.sopInstanceUid}
                  </th>
                  <td>
                    <When iso={one.firstReceivedAt} />
                  </td>
                  <td>
                    <When iso={one.receivedAt} />
                  </td>
                  <td>
                    <Link
                      to="/p/$project/series/$id"
                      params={{ project: project.key, id: one.seriesId }}
                      search={{ tab: 'header', instance: one.conflictOfId }}
                    >
                      first header
                    </Link>{' '}
                    ·{' '}
                    <Link
                      to="/p/$project/series/$id"
                      params={{ project: project.key, id: one.seriesId }}
                      search={{ tab: 'header', instance: one.instanceId }}
                    >
                      second header
                    </Link>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      ) : null}
    </div>
  );
}
