import { Button, Checkbox, FileInput, Select, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { formatCount, formatNoun } from '../shared/format.ts';
import { Notice, ProblemNotice, toastDone } from '../shared/ui/notice.tsx';
import { Properties } from '../shared/ui/page.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { attachTable, previewTable, type TableColumn, type TablePlan, type TablePreview } from './queries.ts';

type Meaning = NonNullable<ReturnType<TablePlan['meanings']['get']>>;

const meanings: { value: Meaning; label: string }[] = [
  { value: 'keep', label: 'keep as it is' },
  { value: 'identifier', label: 'medical record number' },
  { value: 'drop', label: 'leave out' },
  { value: 'iso', label: 'date: 2024-03-31' },
  { value: 'basic', label: 'date: 20240331' },
  { value: 'day-month-year', label: 'date: 31.03.2024' },
  { value: 'month-day-year', label: 'date: 03/31/2024' },
  { value: 'month-name', label: 'date: 31-Mar-2024' },
  { value: 'serial', label: 'date: 45382 (days as a spreadsheet counts)' },
];

/** What a column probably is. One whose dates could be read in two ways is left open. */
function firstMeaning({ looksLike, dateFormats }: TableColumn): Meaning {
  if (looksLike === 'identifier') return 'identifier';
  return dateFormats.length === 1 ? (dateFormats[0] as Meaning) : 'keep';
}

function ColumnTable(props: {
  columns: TableColumn[];
  plan: TablePlan;
  onMeaning: (column: number, meaning: Meaning) => void;
}) {
  return (
    <TableFrame label="Columns of the file">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col" className="right">
              Filled
            </th>
            <th scope="col" className="right">
              Different
            </th>
            <th scope="col">What it is</th>
          </tr>
        </thead>
        <tbody>
          {props.columns.map((one) => (
            <tr key={one.column}>
              <th scope="row">{one.name}</th>
              <td className="right">{formatCount(one.filledCount)}</td>
              <td className="right">{formatCount(one.distinctCount)}</td>
              <td>
                <Select
                  aria-label={`What column ${one.name} is`}
                  size="xs"
                  allowDeselect={false}
                  data={meanings}
                  value={props.plan.meanings.get(one.column) ?? 'keep'}
                  onChange={(value) => props.onMeaning(one.column, (value ?? 'keep') as Meaning)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function Sample({ outcome }: { outcome: NonNullable<TablePreview['outcome']> }) {
  if (outcome.sample.length === 0) return null;
  return (
    <TableFrame label="First rows as researchers will see them">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">subject</th>
            {outcome.columns.map(({ name }) => (
              <th scope="col" key={name}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {outcome.sample.map(({ code, cells }, row) => (
            <tr key={row}>
              <th scope="row" className="mono">
                {code}
              </th>
              {cells.map((cell, at) => (
                <td key={at}>{cell ?? <span className="dim">removed</span>}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function Outcome(props: { preview: TablePreview; accepts: boolean; onAccept: (accepts: boolean) => void }) {
  const { outcome, columns } = props.preview;
  if (outcome === null) return null;
  const { counts, unshiftedDateColumns } = outcome;
  const names = unshiftedDateColumns.map((at) => columns.find(({ column }) => column === at)?.name ?? '');
  return (
    <div className="stack" role="status">
      <Properties
        pairs={[
          ['Rows under a subject', formatCount(counts.matched)],
          ['Rows that wait, sealed, for their patient', formatCount(counts.unmatched)],
          ['Rows without a number, left out', formatCount(counts.withoutIdentifier)],
          ...(counts.rounded === 0
            ? []
            : [
                [
                  'Rows whose number a spreadsheet rounded (1.2E+11), left out',
                  formatCount(counts.rounded),
                ] as [string, string],
              ]),
          ['Dates that could not be read, removed', formatCount(counts.removedDates)],
          ['Cells that repeated the patient, removed', formatCount(counts.removedIdentifiers)],
        ]}
      />
      {names.length === 0 ? null : (
        <Notice tone="warn" title={`Dates stand in ${names.join(', ')}`}>
          <p>Say above how they are written, or leave the column out: they would pass unshifted.</p>
          <Checkbox
            label="They are no dates of a patient: let them pass as they are"
            checked={props.accepts}
            onChange={(event) => props.onAccept(event.currentTarget.checked)}
          />
        </Notice>
      )}
      <Sample outcome={outcome} />
    </div>
  );
}

function useAttachment(project: string) {
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [plan, setPlan] = useState<TablePlan>({ meanings: new Map(), issuer: '' });
  const [name, setName] = useState('');
  const [accepts, setAccepts] = useState(false);
  const read = useMutation({
    mutationFn: (chosen: File) => previewTable(project, chosen),
    onSuccess: ({ columns }, chosen) => {
      setPlan((before) => ({
        ...before,
        meanings: new Map(columns.map((one) => [one.column, firstMeaning(one)])),
      }));
      setName(chosen.name.replace(/\.\w+$/, ''));
    },
  });
  const preview = useMutation({ mutationFn: (chosen: File) => previewTable(project, chosen, plan) });
  const attach = useMutation({
    mutationFn: (chosen: File) => attachTable(project, chosen, plan, { name, acceptUnshifted: accepts }),
    onSuccess: async (table) => {
      toastDone(`${table.name}: ${formatNoun(table.counts.matched, 'row')} attached.`);
      setFile(null);
      read.reset();
      preview.reset();
      await client.invalidateQueries({ queryKey: ['tables', project] });
    },
  });
  const change = (next: TablePlan) => {
    setPlan(next);
    preview.reset();
    setAccepts(false);
  };
  const choose = (chosen: File | null) => {
    setFile(chosen);
    preview.reset();
    attach.reset();
    if (chosen !== null) read.mutate(chosen);
  };
  return { file, choose, plan, change, name, setName, accepts, setAccepts, read, preview, attach };
}

function Steps(props: { state: ReturnType<typeof useAttachment>; columns: TableColumn[]; file: File }) {
  const { state, columns, file } = props;
  const { plan, preview, attach } = state;
  const identifiers = [...plan.meanings.values()].filter((meaning) => meaning === 'identifier').length;
  const outcome = preview.data?.outcome;
  const isSettled = outcome != null && (outcome.unshiftedDateColumns.length === 0 || state.accepts);
  return (
    <>
      <ColumnTable
        columns={columns}
        plan={plan}
        onMeaning={(column, meaning) =>
          state.change({ ...plan, meanings: new Map([...plan.meanings, [column, meaning]]) })
        }
      />
      {identifiers === 1 ? null : <p className="dim">Choose one column as medical record number.</p>}
      <TextInput
        label="Issuer of the numbers"
        description="As Issuer of Patient ID stands in the images; empty when they name none."
        value={plan.issuer}
        onChange={(event) => state.change({ ...plan, issuer: event.currentTarget.value })}
      />
      <div>
        <Button
          variant="default"
          disabled={identifiers !== 1}
          loading={preview.isPending}
          onClick={() => preview.mutate(file)}
        >
          Preview
        </Button>
      </div>
      {preview.isError ? <ProblemNotice error={preview.error} /> : null}
      {preview.data === undefined ? null : (
        <Outcome preview={preview.data} accepts={state.accepts} onAccept={state.setAccepts} />
      )}
      {outcome == null ? null : (
        <>
          <TextInput
            label="Name of the table"
            description="Everybody who reads the project sees it."
            required
            value={state.name}
            onChange={(event) => state.setName(event.currentTarget.value)}
          />
          <div>
            <Button
              type="submit"
              disabled={!isSettled || state.name.trim() === ''}
              loading={attach.isPending}
            >
              Attach the table
            </Button>
          </div>
        </>
      )}
      {attach.isError ? <ProblemNotice error={attach.error} /> : null}
    </>
  );
}

/** A file, what its columns are, what would become of it, and then it is attached. */
export function AttachTable(props: { project: string }) {
  const state = useAttachment(props.project);
  const { file, read, attach } = state;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (file !== null) attach.mutate(file);
  };
  return (
    <form className="panel stack" onSubmit={submit} aria-label="Attach a clinical table">
      <h2>Attach a clinical table</h2>
      <FileInput
        label="CSV file with medical record numbers"
        description="The numbers find the subjects and are not kept. Dates move with the subject’s images."
        placeholder="Choose a file"
        accept=".csv,.tsv,.txt,text/csv"
        clearable
        value={file}
        onChange={state.choose}
      />
      {read.isError ? <ProblemNotice error={read.error} /> : null}
      {file === null || read.data === undefined ? null : (
        <Steps state={state} columns={read.data.columns} file={file} />
      )}
    </form>
  );
}
