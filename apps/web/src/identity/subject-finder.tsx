import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconSearch, IconUsers } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { formatNoun } from '../shared/format.ts';
import { Notice, ProblemNotice } from '../shared/ui/notice.tsx';
import { EmptyState, SkeletonRows } from '../shared/ui/page.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { When } from '../shared/ui/when.tsx';
import { type CrosswalkSubject, lookUpSubject, subjectsQuery } from './queries.ts';

type Choose = (code: string) => void;

function KnownBy({ subject: { state, aliasCount, survivorCode } }: { subject: CrosswalkSubject }) {
  if (state === 'void') return <span className="dim">consent withdrawn</span>;
  const identifiers = formatNoun(aliasCount, 'identifier');
  if (survivorCode === null) return identifiers;
  return (
    <>
      {identifiers}, is <span className="mono">{survivorCode}</span>
    </>
  );
}

function SubjectTable(props: { items: CrosswalkSubject[]; onReveal: Choose }) {
  return (
    <TableFrame label="Subjects of the crosswalk">
      <table className="table table-small">
        <thead>
          <tr>
            <th scope="col">Subject</th>
            <th scope="col">Known by</th>
            <th scope="col" className="wide-only">
              Since
            </th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.items.map((one) => (
            <tr key={one.code}>
              <th scope="row" className="mono">
                {one.code}
              </th>
              <td>
                <KnownBy subject={one} />
              </td>
              <td className="wide-only">
                <When iso={one.createdAt} />
              </td>
              <td className="right">
                {one.state === 'void' ? null : (
                  <Button
                    size="compact-sm"
                    variant="default"
                    aria-label={`Who is ${one.code}?`}
                    onClick={() => props.onReveal(one.code)}
                  >
                    Who is this?
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

/** Finds the subject of an identifier. What is typed goes in the body of a request and is kept nowhere. */
export function IdentifierForm(props: { project: string; onReveal: Choose }) {
  const [issuer, setIssuer] = useState('');
  const [patientId, setPatientId] = useState('');
  const lookUp = useMutation({
    mutationFn: () => lookUpSubject(props.project, issuer, patientId),
    gcTime: 0,
    onSuccess: () => setPatientId(''),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    lookUp.mutate();
  };
  const found = lookUp.data?.subject;
  return (
    <form className="panel stack" onSubmit={submit} aria-label="Find by identifier">
      <h2>Find by identifier</h2>
      <PasswordInput
        label="Patient ID"
        description="As the images have it. The answer is the subject’s code; that you asked is recorded."
        required
        autoComplete="off"
        value={patientId}
        onChange={(event) => setPatientId(event.currentTarget.value)}
      />
      <TextInput
        label="Issuer of Patient ID"
        description="Empty when the images name none."
        value={issuer}
        onChange={(event) => setIssuer(event.currentTarget.value)}
      />
      <div>
        <Button type="submit" loading={lookUp.isPending} disabled={patientId.trim() === ''}>
          Find the subject
        </Button>
      </div>
      {lookUp.isError ? <ProblemNotice error={lookUp.error} /> : null}
      {found === null ? (
        <Notice tone="info" role="status">
          The project knows no such patient.
        </Notice>
      ) : null}
      {found?.state === 'void' ? (
        <Notice tone="info" role="status" title={<span className="mono">{found.code}</span>}>
          Consent was withdrawn: nothing is kept of who it is.
        </Notice>
      ) : found ? (
        <Notice
          tone="good"
          role="status"
          title={<span className="mono">{found.code}</span>}
          actions={
            <Button size="compact-sm" variant="default" onClick={() => props.onReveal(found.code)}>
              Who is this?
            </Button>
          }
        >
          Known by {formatNoun(found.aliasCount, 'identifier')}.
        </Notice>
      ) : null}
    </form>
  );
}

/** The crosswalk's subjects by code; who they are is not in the answer. */
export function SubjectFinder(props: { project: string; onReveal: Choose }) {
  const [text, setText] = useState('');
  const [code] = useDebouncedValue(text.trim(), 200);
  const subjects = useQuery(subjectsQuery(props.project, code));
  const items = subjects.data?.items ?? [];
  return (
    <section className="panel stack">
      <h2>Subjects</h2>
      <TextInput
        label="Part of the code"
        leftSection={<IconSearch size={16} aria-hidden />}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {subjects.isPending ? <SkeletonRows rows={3} /> : null}
      {subjects.isError ? (
        <ProblemNotice error={subjects.error} retry={() => void subjects.refetch()} />
      ) : null}
      {subjects.isSuccess && items.length === 0 ? (
        <EmptyState icon={<IconUsers size={36} aria-hidden />} title="No subject has such a code">
          A subject is there from the first image of a patient on.
        </EmptyState>
      ) : null}
      {items.length > 0 ? <SubjectTable items={items} onReveal={props.onReveal} /> : null}
      {subjects.data?.nextCursor ? <p className="dim">The first 50. Type more of the code.</p> : null}
    </section>
  );
}
