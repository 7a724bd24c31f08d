import { useProject } from '../projects/queries.ts';
import { PageHead } from '../shared/ui/page.tsx';
import { TableList } from './table-list.tsx';

/** Clinical tables by research ID, for everybody who reads the project. */
export function TablesPage() {
  const project = useProject();
  const { key } = project;
  return (
    <div className="page">
      <PageHead
        title="Clinical tables"
        under="Rows by research ID, with the dates shifted as in the subject’s images."
      />
      <TableList project={key} mayRemove={project.permissions.includes('crosswalk:reveal')} />
    </div>
  );
}
