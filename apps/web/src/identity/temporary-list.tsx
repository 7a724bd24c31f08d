import { Button } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { formatCount, formatNoun } from '../shared/format.ts';
import { ProblemNotice } from '../shared/ui/notice.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { When } from '../shared/ui/when.tsx';
import { type TemporarySubjects, temporaryQuery } from './queries.ts';

const counts = ['Identifiers', 'Exams', 'Images'];

function Row(props: { subject: TemporarySubjects['items'][number]; onLink: () => void }) {
  const { code, since, identifiers, exams, instances } = props.subject;
  return (
    <tr>
      <th scope="row" className="mono nowrap">
        {code}
      </th>
      <td className="wide-only">
        <When iso={since} />
      </td>
      {[identifiers, exams, instances].map((count, at) => (
        <td key={counts[at]} className="right wide-only">
          {formatCount(count)}
        </td>
      ))}
      <td className="right">
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconLink size={14} aria-hidden />}
          aria-label={`Link ${code} to a patient`}
          onClick={props.onLink}
        >
          Link
        </Button>
      </td>
    </tr>
  );
}

/** Subjects whom only temporary identifiers lead to: somebody finds out who they are. */
export function TemporaryList(props: { project: string; settled: number; onLink: (code: string) => void }) {
  const found = useQuery(temporaryQuery(props.project, props.settled));
  if (found.isError) return <ProblemNotice error={found.error} retry={() => void found.refetch()} />;
  if (found.data === undefined || found.data.count === 0) return null;
  const { items, count } = found.data;
  return (
    <section className="panel stack">
      <h2>{formatNoun(count, 'subject')} without a final ID</h2>
      <p className="dim">
        Only temporary IDs lead to them, the longest known first.
        {count > items.length ? ` The first ${formatCount(items.length)} are shown.` : ''}
      </p>
      <TableFrame label="Subjects without a final ID">
        <table className="table table-small">
          <thead>
            <tr>
              <th scope="col">Subject</th>
              <th scope="col" className="wide-only">
                Since
              </th>
              {counts.map((name) => (
                <th key={name} scope="col" className="right wide-only">
                  {name}
                </th>
              ))}
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((subject) => (
              <Row key={subject.code} subject={subject} onLink={() => props.onLink(subject.code)} />
            ))}
          </tbody>
        </table>
      </TableFrame>
    </section>
  );
}
