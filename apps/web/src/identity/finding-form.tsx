import { Button, PasswordInput, SegmentedControl, Textarea } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { confirmPassword } from '../accounts/queries.ts';
import { statusOf } from '../api/problem.ts';
import { formatNoun } from '../shared/format.ts';
import { Notice, ProblemNotice, toastDone } from '../shared/ui/notice.tsx';
import { ChildFields } from './child-fields.tsx';
import { ExamTable } from './exam-table.tsx';
import { LinkFields, MergeFields, MoveFields } from './finding-fields.tsx';
import { type IdentityAffected, type IdentityFinding, previewFinding, stateFinding } from './queries.ts';

const kinds = [
  { value: 'link', label: 'Temporary ID' },
  { value: 'merge', label: 'Merge subjects' },
  { value: 'move', label: 'Move exams' },
  { value: 'child', label: 'Mother and child' },
] as const;
type Kind = (typeof kinds)[number]['value'];

const explanations: Record<Kind, string> = {
  link: 'A temporary identifier turned out to be a patient’s. It does not matter whether images came already.',
  merge: 'Two subjects turned out to be one person. The one that goes leads to the one that stays.',
  move: 'Exams were filed under the wrong patient.',
  child:
    'A child was examined before its birth, under its mother’s identifier: its images go to a subject of its own, related to hers. Of twins each has one.',
};

const anotherSubject = (exams: string) =>
  `Another subject for ${exams}: code and dates are rewritten, UIDs stay, volumes are converted again.`;

const changeWords: Record<Kind, (exams: string) => string> = {
  link: anotherSubject,
  merge: anotherSubject,
  move: anotherSubject,
  child: (exams) =>
    `Another subject for ${exams}, the chosen series alone: code, dates and Study Instance UID are rewritten, UIDs of series and images stay, volumes are converted again.`,
};

/** What would follow, exam by exam. */
function Affected({ affected, kind }: { affected: IdentityAffected; kind: Kind }) {
  const { exams, tableRows, isWithdrawn } = affected;
  if (isWithdrawn)
    return (
      <Notice tone="bad" role="status" title="This person withdrew consent">
        What you say is theirs is destroyed as well, when the time to undo is over. Afterwards there is no
        undo.
      </Notice>
    );
  if (exams.length === 0 && tableRows === 0)
    return (
      <Notice tone="info" role="status">
        Nothing that is stored changes. What comes later will go where it belongs.
      </Notice>
    );
  return (
    <div className="stack" role="status">
      <p>
        {changeWords[kind](formatNoun(exams.length, 'exam'))}
        {tableRows === 0 ? '' : ` ${formatNoun(tableRows, 'table row')} as well.`}
      </p>
      <ExamTable label="Exams that change" exams={exams} />
    </div>
  );
}

function useFinding(project: string, onStated: () => void) {
  const client = useQueryClient();
  const [finding, setFinding] = useState<IdentityFinding | null>(null);
  const [reason, setReason] = useState('');
  const [password, setPassword] = useState('');
  const [turn, setTurn] = useState(0);
  const preview = useMutation({
    mutationFn: (one: IdentityFinding) => previewFinding(project, one),
    gcTime: 0,
  });
  const state = useMutation({
    mutationFn: async (one: IdentityFinding) => {
      // What destroys takes the person at the keyboard.
      if (preview.data?.isWithdrawn === true) await confirmPassword(password);
      return stateFinding(project, one, reason.trim());
    },
    gcTime: 0,
    onSuccess: async () => {
      toastDone('Stated. What is stored follows.');
      restart();
      onStated();
      await client.invalidateQueries({ queryKey: ['identities', project] });
    },
  });
  const restart = () => {
    setFinding(null);
    setReason('');
    setPassword('');
    preview.reset();
    setTurn((earlier) => earlier + 1);
  };
  const change = (next: IdentityFinding | null) => {
    setFinding(next);
    preview.reset();
    state.reset();
  };
  const words = { reason, setReason, password, setPassword };
  return { finding, change, words, preview, state, restart, turn };
}

type Stating = ReturnType<typeof useFinding>;

/** A look at what follows, the reason, and the password where it destroys. */
function Statement({
  kind,
  words,
  preview,
  state,
}: Pick<Stating, 'words' | 'preview' | 'state'> & { kind: Kind }) {
  if (preview.data === undefined) return null;
  const { isWithdrawn } = preview.data;
  return (
    <>
      <Affected kind={kind} affected={preview.data} />
      <Textarea
        label="Reason"
        description="Without names or numbers of patients: it stays in the audit trail."
        required
        autosize
        minRows={2}
        value={words.reason}
        onChange={(event) => words.setReason(event.currentTarget.value)}
      />
      {isWithdrawn ? (
        <PasswordInput
          label="Your password"
          required
          autoComplete="current-password"
          value={words.password}
          onChange={(event) => words.setPassword(event.currentTarget.value)}
        />
      ) : null}
      <div>
        <Button
          type="submit"
          {...(isWithdrawn ? { color: 'red' } : {})}
          disabled={words.reason.trim() === '' || (isWithdrawn && words.password === '')}
          loading={state.isPending}
        >
          Do it
        </Button>
      </div>
    </>
  );
}

function StatingProblem({ state }: Pick<Stating, 'state'>) {
  if (!state.isError) return null;
  if (statusOf(state.error) !== 401) return <ProblemNotice error={state.error} />;
  return (
    <Notice tone="bad" role="alert" title="The password is wrong">
      Nothing was stated.
    </Notice>
  );
}

/** Says what was found out, after a look at what follows from it. */
export function FindingForm(props: {
  project: string;
  /** The subject of a temporary identifier that is to be linked, chosen elsewhere on the page. */
  linked: string | null;
  onStated: () => void;
}) {
  const { project, linked } = props;
  const [kind, setKind] = useState<Kind>('link');
  const isNarrow = useMediaQuery('(max-width: 560px)');
  const { finding, change, words, preview, state, restart, turn } = useFinding(project, props.onStated);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (finding === null) return;
    if (preview.data === undefined) preview.mutate(finding);
    else state.mutate(finding);
  };
  const Fields = { link: LinkFields, merge: MergeFields, move: MoveFields, child: ChildFields }[kind];
  return (
    <form className="panel stack" onSubmit={submit} aria-label="State a finding">
      <h2>What was found out</h2>
      <div>
        <SegmentedControl
          aria-label="Kind of finding"
          data={[...kinds]}
          orientation={isNarrow ? 'vertical' : 'horizontal'}
          value={kind}
          onChange={(value) => {
            setKind(value);
            restart();
          }}
        />
      </div>
      <p className="dim">{explanations[kind]}</p>
      <Fields key={`${kind} ${turn}`} project={project} onFinding={change} linked={linked} />
      {preview.isError ? <ProblemNotice error={preview.error} /> : null}
      {preview.data === undefined ? (
        <div>
          <Button type="submit" variant="default" disabled={finding === null} loading={preview.isPending}>
            Preview
          </Button>
        </div>
      ) : (
        <Statement kind={kind} words={words} preview={preview} state={state} />
      )}
      <StatingProblem state={state} />
    </form>
  );
}
