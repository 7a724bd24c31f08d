import { Button, Modal, PasswordInput, Select, Textarea } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useEffect, useState } from 'react';
import { confirmPassword } from '../accounts/queries.ts';
import { statusOf } from '../api/problem.ts';
import { Notice, ProblemNotice } from '../shared/ui/notice.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { type Purpose, purposes, type RevealedSubject, revealSubject } from './queries.ts';

const shownSeconds = 60;
const shortestReason = 10;

function RevealProblem(props: { error: unknown }) {
  if (statusOf(props.error) !== 401) return <ProblemNotice error={props.error} />;
  return (
    <Notice tone="bad" role="alert" title="The password is wrong">
      Nothing was shown.
    </Notice>
  );
}

/** Who a subject is, in this component's memory only, until the time is over or it is closed. */
function Identities(props: { subject: RevealedSubject; onHidden: () => void }) {
  const [secondsLeft, setSecondsLeft] = useState(shownSeconds);
  const { onHidden } = props;
  useEffect(() => {
    const timer = setInterval(() => setSecondsLeft((before) => before - 1), 1000);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (secondsLeft <= 0) onHidden();
  }, [secondsLeft, onHidden]);
  return (
    <div className="stack">
      <p>
        Hides in <strong>{secondsLeft}</strong> seconds.
      </p>
      <TableFrame label="Identifiers of the subject">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Patient ID</th>
              <th scope="col">Issuer</th>
              <th scope="col">Name</th>
              <th scope="col">Born</th>
              <th scope="col">Kind</th>
            </tr>
          </thead>
          <tbody>
            {props.subject.identities.map((one, at) => (
              <tr key={at}>
                <td className="mono">{one.patientId}</td>
                <td>{one.issuer}</td>
                <td>{one.patientName}</td>
                <td>{one.birthDate}</td>
                <td>{one.kind}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableFrame>
      {props.subject.identities.length === 0 ? <p>Nothing is kept about who this is.</p> : null}
      <div>
        <Button data-autofocus onClick={onHidden}>
          Hide now
        </Button>
      </div>
    </div>
  );
}

function RevealForm(props: {
  project: string;
  code: string;
  onShown: (subject: RevealedSubject) => void;
  onClose: () => void;
}) {
  const [purpose, setPurpose] = useState<Purpose | null>(null);
  const [reason, setReason] = useState('');
  const [password, setPassword] = useState('');
  const reveal = useMutation({
    mutationFn: async (chosen: Purpose) => {
      await confirmPassword(password);
      return await revealSubject(props.project, { code: props.code, purpose: chosen, reason: reason.trim() });
    },
    gcTime: 0,
    onSuccess: props.onShown,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (purpose !== null) reveal.mutate(purpose);
  };
  const isReady = purpose !== null && reason.trim().length >= shortestReason && password !== '';
  return (
    <form className="stack" onSubmit={submit}>
      <Notice tone="warn" title="You are about to see who this is">
        Your name, the time, the purpose and the reason are recorded in the audit trail first. It hides by
        itself after {shownSeconds} seconds.
      </Notice>
      {reveal.isError ? <RevealProblem error={reveal.error} /> : null}
      <Select
        label="Purpose"
        required
        data-autofocus
        data={purposes.map(([value, label]) => ({ value, label }))}
        value={purpose}
        onChange={(value) => setPurpose(value as Purpose | null)}
      />
      <Textarea
        label="Reason"
        description="Ten characters at least, without the patient’s name or number: it stays in the audit trail."
        required
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <PasswordInput
        label="Your password"
        required
        autoComplete="current-password"
        value={password}
        onChange={(event) => setPassword(event.currentTarget.value)}
      />
      <div className="row">
        <Button type="submit" loading={reveal.isPending} disabled={!isReady}>
          Show for {shownSeconds} seconds
        </Button>
        <Button variant="default" onClick={props.onClose}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

/** Asks purpose, reason and password, then shows who one subject is for a minute. */
export function RevealDialog(props: { project: string; code: string; onClose: () => void }) {
  const [subject, setSubject] = useState<RevealedSubject | null>(null);
  return (
    <Modal opened onClose={props.onClose} title={`Who is ${props.code}?`} size="lg">
      {subject === null ? (
        <RevealForm {...props} onShown={setSubject} />
      ) : (
        <Identities subject={subject} onHidden={props.onClose} />
      )}
    </Modal>
  );
}
