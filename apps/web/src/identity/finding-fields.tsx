import { Checkbox, PasswordInput, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { formatNoun } from '../shared/format.ts';
import { examsOfSubjectQuery, type IdentityFinding } from './queries.ts';
import { UnknownSubject } from './unknown-subject.tsx';

export interface FieldsProps {
  project: string;
  /** Null: something is missing yet. */
  onFinding: (finding: IdentityFinding | null) => void;
  /** The subject of the temporary identifier, when it was chosen already. */
  linked: string | null;
}

interface Ids {
  temporary: string;
  temporaryIssuer: string;
  final: string;
  finalIssuer: string;
}

function TemporaryFields({ ids, change }: { ids: Ids; change: (part: Partial<Ids>) => void }) {
  return (
    <div className="columns">
      <PasswordInput
        label="Temporary patient ID"
        required
        autoComplete="off"
        value={ids.temporary}
        onChange={(event) => change({ temporary: event.currentTarget.value })}
      />
      <TextInput
        label="Issuer of the temporary ID"
        value={ids.temporaryIssuer}
        onChange={(event) => change({ temporaryIssuer: event.currentTarget.value })}
      />
    </div>
  );
}

/** Two identifiers of one patient. They are typed unseen, and go in the body of a request. */
export function LinkFields({ onFinding, linked }: FieldsProps) {
  const [ids, setIds] = useState<Ids>({ temporary: '', temporaryIssuer: '', final: '', finalIssuer: '' });
  const finalId = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (linked !== null) finalId.current?.focus();
  }, [linked]);
  const change = (part: Partial<Ids>) => {
    const next = { ...ids, ...part };
    setIds(next);
    const isWhole = (linked !== null || next.temporary.trim() !== '') && next.final.trim() !== '';
    onFinding(
      isWhole
        ? {
            kind: 'link',
            temporary:
              linked === null
                ? { issuer: next.temporaryIssuer, patientId: next.temporary }
                : { code: linked },
            final: { issuer: next.finalIssuer, patientId: next.final },
          }
        : null,
    );
  };
  return (
    <div className="stack">
      {linked === null ? (
        <TemporaryFields ids={ids} change={change} />
      ) : (
        <p>
          Only a temporary ID leads to <span className="mono">{linked}</span>.
        </p>
      )}
      <div className="columns">
        <PasswordInput
          ref={finalId}
          label="Final patient ID"
          required
          autoComplete="off"
          value={ids.final}
          onChange={(event) => change({ final: event.currentTarget.value })}
        />
        <TextInput
          label="Issuer of the final ID"
          value={ids.finalIssuer}
          onChange={(event) => change({ finalIssuer: event.currentTarget.value })}
        />
      </div>
    </div>
  );
}

/** Two subjects that are one person. */
export function MergeFields({ onFinding }: FieldsProps) {
  const [codes, setCodes] = useState({ from: '', to: '' });
  const change = (part: Partial<typeof codes>) => {
    const next = { ...codes, ...part };
    setCodes(next);
    const [from, to] = [next.from.trim(), next.to.trim()];
    onFinding(from !== '' && to !== '' ? { kind: 'merge', from, to } : null);
  };
  return (
    <div className="columns">
      <TextInput
        label="Subject that goes"
        required
        value={codes.from}
        onChange={(event) => change({ from: event.currentTarget.value })}
      />
      <TextInput
        label="Subject that stays"
        required
        value={codes.to}
        onChange={(event) => change({ to: event.currentTarget.value })}
      />
    </div>
  );
}

function ExamChoice(props: {
  project: string;
  from: string;
  chosen: string[];
  onChosen: (ids: string[]) => void;
}) {
  const { chosen } = props;
  const exams = useQuery(examsOfSubjectQuery(props.project, props.from));
  const items = exams.data?.items ?? [];
  if (props.from === '') return null;
  return (
    <fieldset className="panel stack">
      <legend>Exams of {props.from}</legend>
      {exams.isError ? <UnknownSubject error={exams.error} retry={() => void exams.refetch()} /> : null}
      {exams.isSuccess && items.length === 0 ? (
        <p className="dim">No exam stands under this subject.</p>
      ) : null}
      {items.map((exam) => (
        <Checkbox
          key={exam.examId}
          label={`${exam.studyDate ?? 'no date'}: ${exam.series} series, ${formatNoun(exam.instances, 'image')}`}
          checked={chosen.includes(exam.examId)}
          onChange={(event) =>
            props.onChosen(
              event.currentTarget.checked
                ? [...chosen, exam.examId]
                : chosen.filter((id) => id !== exam.examId),
            )
          }
        />
      ))}
    </fieldset>
  );
}

/** Exams that are another subject's than the one that they stand under; without a subject, a new one's. */
export function MoveFields({ project, onFinding }: FieldsProps) {
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const [chosen, setChosen] = useState<string[]>([]);
  const [looked] = useDebouncedValue(from.trim(), 300);
  const tell = (exams: string[], target: string) =>
    onFinding(
      exams.length === 0 ? null : { kind: 'move', exams, to: target.trim() === '' ? null : target.trim() },
    );
  return (
    <div className="stack">
      <TextInput
        label="Subject that they stand under"
        required
        value={from}
        onChange={(event) => {
          setFrom(event.currentTarget.value);
          setChosen([]);
          onFinding(null);
        }}
      />
      <ExamChoice
        project={project}
        from={looked}
        chosen={chosen}
        onChosen={(ids) => {
          setChosen(ids);
          tell(ids, to);
        }}
      />
      <TextInput
        label="Subject whose they are"
        description="Empty: a new subject, made for them."
        value={to}
        onChange={(event) => {
          setTo(event.currentTarget.value);
          tell(chosen, event.currentTarget.value);
        }}
      />
    </div>
  );
}
