import { Button, Modal, Textarea } from '@mantine/core';
import { IconDownload, IconTable, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { download } from '../shared/download.tsx';
import { formatCount } from '../shared/format.ts';
import { ProblemNotice, toastDone } from '../shared/ui/notice.tsx';
import { EmptyState, SkeletonRows } from '../shared/ui/page.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { When } from '../shared/ui/when.tsx';
import { removeTable, type SubjectTable, tablesQuery, tableUrl } from './queries.ts';

function RemoveDialog(props: { project: string; table: SubjectTable; onClose: () => void }) {
  const { project, table } = props;
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const remove = useMutation({
    mutationFn: () => removeTable(project, table.id, reason.trim()),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['tables', project] });
      toastDone(`${table.name} is removed.`);
      props.onClose();
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    remove.mutate();
  };
  return (
    <Modal opened onClose={props.onClose} title={`Remove ${table.name}?`}>
      <form className="stack" onSubmit={submit}>
        <p>All its rows go, also those that wait for their patients. This cannot be undone.</p>
        {remove.isError ? <ProblemNotice error={remove.error} /> : null}
        <Textarea
          label="Reason"
          required
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className="row">
          <Button type="submit" color="red" disabled={reason.trim() === ''} loading={remove.isPending}>
            Remove the table
          </Button>
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function TableRow(props: { project: string; table: SubjectTable; onRemove: (() => void) | undefined }) {
  const { project, table } = props;
  return (
    <tr>
      <th scope="row">{table.name}</th>
      <td>{table.columns.map(({ name }) => name).join(', ')}</td>
      <td className="right">{formatCount(table.matchedCount)}</td>
      <td className="right">{formatCount(table.unmatchedCount)}</td>
      <td>
        <When iso={table.createdAt} />
      </td>
      <td>
        <div className="row">
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconDownload size={14} aria-hidden />}
            aria-label={`Download ${table.name}`}
            onClick={() => void download(tableUrl(project, table.id), `${table.name}.csv`, 0)}
          >
            CSV
          </Button>
          {props.onRemove === undefined ? null : (
            <Button
              size="compact-sm"
              variant="light"
              color="red"
              leftSection={<IconTrash size={14} aria-hidden />}
              aria-label={`Remove ${table.name}`}
              onClick={props.onRemove}
            >
              Remove
            </Button>
          )}
        </div>
      </td>
    </tr>
  );
}

/** Clinical tables of a project by research ID, to download. */
export function TableList(props: { project: string; mayRemove: boolean }) {
  const tables = useQuery(tablesQuery(props.project));
  const [removing, setRemoving] = useState<SubjectTable | null>(null);
  const items = tables.data?.items ?? [];
  return (
    <>
      {tables.isPending ? <SkeletonRows rows={3} /> : null}
      {tables.isError ? <ProblemNotice error={tables.error} retry={() => void tables.refetch()} /> : null}
      {tables.isSuccess && items.length === 0 ? (
        <EmptyState icon={<IconTable size={36} aria-hidden />} title="No table is attached">
          An honest broker attaches clinical tables by medical record number.
        </EmptyState>
      ) : null}
      {items.length === 0 ? null : (
        <TableFrame label="Clinical tables">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Table</th>
                <th scope="col">Columns</th>
                <th scope="col" className="right">
                  Rows
                </th>
                <th scope="col" className="right">
                  Waiting
                </th>
                <th scope="col">Attached</th>
                <th scope="col">
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((table) => (
                <TableRow
                  key={table.id}
                  project={props.project}
                  table={table}
                  onRemove={props.mayRemove ? () => setRemoving(table) : undefined}
                />
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      {removing === null ? null : (
        <RemoveDialog project={props.project} table={removing} onClose={() => setRemoving(null)} />
      )}
    </>
  );
}
