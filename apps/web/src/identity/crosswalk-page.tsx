import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sessionQuery } from '../accounts/queries.ts';
import { useProject } from '../projects/queries.ts';
import { Notice } from '../shared/ui/notice.tsx';
import { PageHead } from '../shared/ui/page.tsx';
import { AttachTable } from './attach-table.tsx';
import { KeyStatus } from './key-status.tsx';
import { RevealDialog } from './reveal-dialog.tsx';
import { IdentifierForm, SubjectFinder } from './subject-finder.tsx';
import { TableList } from './table-list.tsx';

/** The desk of the honest broker: who is who, under record; clinical tables; and for administrators the keys. */
export function CrosswalkPage() {
  const project = useProject();
  const { key } = project;
  const session = useQuery(sessionQuery);
  const [revealing, setRevealing] = useState<string | null>(null);
  const isBroker = project.permissions.includes('crosswalk:reveal');
  const mayRotate = session.data?.permissions.includes('keys:manage') ?? false;
  return (
    <div className="page">
      <PageHead
        title="Crosswalk desk"
        under="Between patients and research IDs. Everything that is done here is in the audit trail."
      />
      {isBroker ? (
        <>
          <div className="columns">
            <SubjectFinder project={key} onReveal={setRevealing} />
            <IdentifierForm project={key} onReveal={setRevealing} />
          </div>
          <AttachTable project={key} />
          <section className="panel stack">
            <h2>Clinical tables</h2>
            <TableList project={key} mayRemove />
          </section>
        </>
      ) : (
        <Notice tone="info" title="For honest brokers">
          Who leads the project can make you one, under Members.
        </Notice>
      )}
      {mayRotate ? <KeyStatus /> : null}
      {revealing === null ? null : (
        <RevealDialog project={key} code={revealing} onClose={() => setRevealing(null)} />
      )}
    </div>
  );
}
