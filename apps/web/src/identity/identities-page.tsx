import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '../projects/queries.ts';
import { Notice, ProblemNotice } from '../shared/ui/notice.tsx';
import { PageHead, SkeletonRows } from '../shared/ui/page.tsx';
import { labelWords } from './child-labels.ts';
import { FactHistory } from './fact-history.tsx';
import { FindingForm } from './finding-form.tsx';
import { type IdentityDesk, identitiesQuery } from './queries.ts';
import { TemporaryList } from './temporary-list.tsx';
import { WithdrawalForm } from './withdrawal-form.tsx';

const questionWords: Record<IdentityDesk['questions'][number]['kind'], (targets: string[]) => string> = {
  'two-persons': (targets) =>
    `It is said to be ${targets.join(' and ')}, who are not one person. Neither holds until one is undone.`,
  circle: (targets) =>
    `It is part of a circle through ${targets.join(', ')}. None holds until one is undone.`,
  'two-mothers': (targets) => `It is said to be the child of ${targets.join(' and ')}. Undo one of them.`,
};

/** Children who were examined before birth, and whose they are. */
function Relations({ relations }: { relations: IdentityDesk['relations'] }) {
  if (relations.length === 0) return null;
  return (
    <section className="panel stack">
      <h2>Mothers and children</h2>
      <ul>
        {relations.map(({ child, mother, labels, twins }) => (
          <li key={`${mother} ${child}`}>
            <span className="mono">{child}</span> is {labels.map(labelWords).join(', ')} of{' '}
            <span className="mono">{mother}</span>
            {twins.length === 0 ? null : (
              <>
                , beside <span className="mono">{twins.join(', ')}</span>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Questions({ questions }: { questions: IdentityDesk['questions'] }) {
  return questions.map((one) => (
    <Notice key={one.code} tone="warn" title={`Who is ${one.code}?`}>
      {questionWords[one.kind](one.targets)}
    </Notice>
  ));
}

function Desk({ project }: { project: string }) {
  const desk = useQuery(identitiesQuery(project));
  const [linked, setLinked] = useState<string | null>(null);
  if (desk.isPending) return <SkeletonRows />;
  if (desk.isError) return <ProblemNotice error={desk.error} retry={() => void desk.refetch()} />;
  const { facts, questions, joined, relations } = desk.data;
  return (
    <>
      <Questions questions={questions} />
      <TemporaryList
        project={project}
        settled={facts.filter(({ doneAt }) => doneAt !== null).length}
        onLink={setLinked}
      />
      <FindingForm key={linked} project={project} linked={linked} onStated={() => setLinked(null)} />
      {joined.length === 0 ? null : (
        <section className="panel stack">
          <h2>Subjects that others stand for</h2>
          <ul>
            {joined.map(({ code, subject }) => (
              <li key={code}>
                <span className="mono">{code}</span> is <span className="mono">{subject}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Relations relations={relations} />
      <WithdrawalForm project={project} />
      <section className="panel stack">
        <h2>History</h2>
        <FactHistory project={project} facts={facts} />
      </section>
    </>
  );
}

/** The desk of identities: temporary identifiers, merged subjects, moved exams, each with a preview and an undo. */
export function IdentitiesPage() {
  const { key, permissions } = useProject();
  return (
    <div className="page">
      <PageHead
        title="Identity desk"
        under="Who is who, corrected. The order in which things are found out does not matter, and each can be taken back; only what was destroyed does not come back."
      />
      {permissions.includes('identity:manage') ? (
        <Desk project={key} />
      ) : (
        <Notice tone="info" title="For honest brokers">
          Who leads the project can make you one, under Members.
        </Notice>
      )}
    </div>
  );
}
