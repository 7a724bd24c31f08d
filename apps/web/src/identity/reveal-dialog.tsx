import { Button, Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import { ConfirmedForm } from '../accounts/confirmed-form.tsx';
import { revealSeconds } from '../accounts/reveal-dialog.tsx';
import { Notice } from '../shared/ui/notice.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { type Purpose, purposes, type RevealedSubject, revealSubject } from './queries.ts';

/** Who a subject is, in this component's memory only, until the time is over or it is closed. */
function Identities(props: { subject: RevealedSubject; onHidden: () => void }) {
  const [secondsLeft, setSecondsLeft] = useState(revealSeconds);
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

/** Asks purpose, reason and password, then shows who one subject is for a minute. */
export function RevealDialog(props: { project: string; code: string; onClose: () => void }) {
  const [subject, setSubject] = useState<RevealedSubject | null>(null);
  return (
    <Modal opened onClose={props.onClose} title={`Who is ${props.code}?`} size="lg">
      {subject === null ? (
        <ConfirmedForm<Purpose>
          otherwise="Nothing was shown."
          submit={`Show for ${revealSeconds} seconds`}
          purposes={purposes}
          shortestReason={10}
          reasonHint="Ten characters at least, without the patient’s name or number: it stays in the audit trail."
          run={async ({ purpose, reason }) => {
            if (purpose === null) return;
            setSubject(await revealSubject(props.project, { code: props.code, purpose, reason }));
          }}
          onClose={props.onClose}
        >
          <Notice tone="warn" title="You are about to see who this is">
            Your name, the time, the purpose and the reason are recorded in the audit trail first. It hides by
            itself after {revealSeconds} seconds.
          </Notice>
        </ConfirmedForm>
      ) : (
        <Identities subject={subject} onHidden={props.onClose} />
      )}
    </Modal>
  );
}
