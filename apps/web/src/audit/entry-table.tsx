import './audit.css';
import { Button } from '@mantine/core';
import { IconHistoryOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Fragment, useMemo, useState } from 'react';
import type { AuditEntry } from '../api/types.ts';
import { formatInstant } from '../shared/format.ts';
import { Copyable } from '../shared/ui/copy.tsx';
import { ProblemNotice } from '../shared/ui/notice.tsx';
import { EmptyState, Properties, SkeletonRows } from '../shared/ui/page.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { ChangeList } from './change-list.tsx';
import { type AuditQuery, auditPages } from './queries.ts';
import { actionWord, outcomeWord, typeWords } from './words.ts';

function EntryDetail(props: { entry: AuditEntry }) {
  const { entry } = props;
  return (
    <tr className="audit-row-detail">
      <td colSpan={6}>
        <div className="columns">
          <Properties
            pairs={[
              ['Exact time', entry.occurredAt],
              ['Place in the chain', entry.sequence === null ? 'not chained yet' : String(entry.sequence)],
              [
                'Object',
                entry.object.id === null ? (
                  entry.object.kind
                ) : (
                  <Copyable key="object" text={entry.object.id} label="Copy the object’s id" />
                ),
              ],
              [
                'Request',
                entry.correlationId === null ? null : (
                  <Copyable key="request" text={entry.correlationId} label="Copy the request id" />
                ),
              ],
              ['Actor', entry.actor.id ?? entry.actor.kind],
              ['Reason', entry.reason],
            ]}
          />
          <ChangeList entry={entry} />
        </div>
      </td>
    </tr>
  );
}

function EntryRow(props: { entry: AuditEntry; open: boolean; onToggle: () => void }) {
  const { entry } = props;
  const tone = entry.outcome === 0 ? 'neutral' : 'bad';
  return (
    <tr>
      <td className="nowrap">{formatInstant(entry.occurredAt)}</td>
      <td>{entry.actor.name}</td>
      <th scope="row">
        <button type="button" className="text-button" aria-expanded={props.open} onClick={props.onToggle}>
          {typeWords(entry.type)}
        </button>
      </th>
      <td>{actionWord(entry.action)}</td>
      <td>{entry.object.kind}</td>
      <td>
        <span className="status" data-tone={tone}>
          {outcomeWord(entry.outcome)}
        </span>
      </td>
    </tr>
  );
}

function Rows(props: { entries: AuditEntry[] }) {
  const [open, setOpen] = useState<string | null>(null);
  return props.entries.map((entry) => (
    <Fragment key={entry.id}>
      <EntryRow
        entry={entry}
        open={open === entry.id}
        onToggle={() => setOpen(open === entry.id ? null : entry.id)}
      />
      {open === entry.id ? <EntryDetail entry={entry} /> : null}
    </Fragment>
  ));
}

/** Entries of the audit trail that match, newest first, page by page. */
export function EntryTable(props: { project: string | null; query: AuditQuery }) {
  const pages = useInfiniteQuery(auditPages(props.project, props.query));
  const entries = useMemo(() => pages.data?.pages.flatMap((page) => page.items) ?? [], [pages.data]);
  if (pages.isPending) return <SkeletonRows rows={12} />;
  if (pages.isError) return <ProblemNotice error={pages.error} retry={() => void pages.refetch()} />;
  if (entries.length === 0)
    return (
      <EmptyState icon={<IconHistoryOff size={32} aria-hidden />} title="Nothing matches">
        Take a filter away to see more.
      </EmptyState>
    );
  return (
    <>
      <TableFrame label="Entries">
        <table className="table">
          <thead>
            <tr>
              {['Time', 'Who', 'What', 'Action', 'Object', 'Outcome'].map((title) => (
                <th key={title} scope="col">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <Rows entries={entries} />
          </tbody>
        </table>
      </TableFrame>
      {pages.hasNextPage ? (
        <div>
          <Button
            variant="default"
            loading={pages.isFetchingNextPage}
            onClick={() => void pages.fetchNextPage()}
          >
            Load older entries
          </Button>
        </div>
      ) : null}
    </>
  );
}
