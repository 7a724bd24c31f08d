import { Button, FileInput, Select, Textarea } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { projectsQuery } from '../projects/queries.ts';
import { formatNoun } from '../shared/format.ts';
import { Notice, ProblemNotice } from '../shared/ui/notice.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { type ImportedKeyTypes, importCtpIntegers } from './ctp-queries.ts';
import { type IntegerSource, integerSourceOf } from './integer-files.ts';

/** What an import does, or did, by key type. */
function KeyTypes({ items, isDone }: { items: ImportedKeyTypes; isDone: boolean }) {
  return (
    <TableFrame label={isDone ? 'What was imported' : 'What the import would do'}>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">Key type</th>
            <th scope="col">New integers</th>
            <th scope="col">There already</th>
            <th scope="col">Next new text gets</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ keyType, added, unchanged, next }) => (
            <tr key={keyType}>
              <td>{keyType}</td>
              <td>{added}</td>
              <td>{unchanged}</td>
              <td>{next}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

function useImport() {
  const [projectId, setProjectId] = useState<string | null>(null);
  const [source, setSource] = useState<IntegerSource | string | null>(null);
  const trial = useMutation({
    mutationFn: (order: IntegerSource & { projectId: string }) =>
      importCtpIntegers({ ...order, trial: true }),
  });
  const done = useMutation({ mutationFn: importCtpIntegers, onSuccess: () => trial.reset() });
  const look = (project: string | null, chosen: IntegerSource | string | null) => {
    setProjectId(project);
    setSource(chosen);
    done.reset();
    trial.reset();
    if (project !== null && isSource(chosen)) trial.mutate({ projectId: project, ...chosen });
  };
  return { projectId, source, trial, done, look };
}

const isSource = (chosen: IntegerSource | string | null): chosen is IntegerSource =>
  chosen !== null && typeof chosen !== 'string';

/** Takes over the integers that a CTP installation handed out with `@integer`, into one project. */
export function IntegerTablePanel() {
  const projects = useQuery(projectsQuery);
  const { projectId, source, trial, done, look } = useImport();
  const [reason, setReason] = useState('');
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (projectId !== null && isSource(source)) done.mutate({ projectId, ...source, reason: reason.trim() });
  };
  const told = done.data ?? trial.data;
  const added = trial.data?.items.reduce((sum, one) => sum + one.added, 0) ?? 0;
  return (
    <section className="panel stack" aria-label="Integer table">
      <h2>Integers of a CTP installation</h2>
      <p className="dim">
        So that <code>@integer</code> gives the numbers that it gave there. Do this before the project
        receives images. Stop CTP, then choose <code>integers.db</code> and <code>integers.lg</code> of its
        anonymizer stage, or CSV of key type, text, integer.
      </p>
      <form className="stack" onSubmit={submit}>
        <div className="columns">
          <Select
            label="Project"
            placeholder="Choose a project"
            searchable
            data={(projects.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            value={projectId}
            onChange={(value) => look(value, source)}
          />
          <FileInput
            label="Integer table"
            placeholder="Choose files"
            clearable
            multiple
            onChange={(files) => {
              if (files.length === 0) look(projectId, null);
              else void integerSourceOf(files).then((chosen) => look(projectId, chosen));
            }}
          />
        </div>
        {typeof source === 'string' ? <Notice tone="warn">{source}</Notice> : null}
        {trial.isError ? <ProblemNotice error={trial.error} /> : null}
        {done.isError ? <ProblemNotice error={done.error} /> : null}
        {trial.data === undefined ? null : <p>This is what the import would do.</p>}
        {done.data === undefined ? null : (
          <Notice tone="good">Imported. Of the texts nothing is kept but keyed hashes.</Notice>
        )}
        {told === undefined ? null : <KeyTypes items={told.items} isDone={done.data !== undefined} />}
        {trial.data !== undefined && added === 0 ? (
          <Notice tone="info">The project has all of them.</Notice>
        ) : null}
        <Textarea
          label="Reason of the import"
          description="Recorded in the audit trail."
          autosize
          minRows={1}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className="row">
          <Button
            type="submit"
            variant="default"
            loading={done.isPending}
            disabled={added === 0 || reason.trim() === ''}
          >
            Import {added === 0 ? 'integers' : formatNoun(added, 'integer')}
          </Button>
        </div>
      </form>
    </section>
  );
}
