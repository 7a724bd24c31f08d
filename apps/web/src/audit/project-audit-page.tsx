import { getRouteApi } from '@tanstack/react-router';
import { useProject } from '../projects/queries.ts';
import { PageHead } from '../shared/ui/page.tsx';
import { AuditFilters } from './audit-filters.tsx';
import { auditQueryOf } from './audit-query.ts';
import { EntryTable } from './entry-table.tsx';

const route = getRouteApi('/signed-in/p/$project/audit');

/** What was done in one project. */
export function ProjectAuditPage() {
  const project = useProject();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <div className="page">
      <PageHead title="Project audit" under={`Who did what in ${project.name}, when and why`} />
      <AuditFilters
        key={JSON.stringify(search)}
        search={search}
        onSearch={(next) => void navigate({ search: next })}
      />
      <EntryTable project={project.key} query={auditQueryOf(search)} />
    </div>
  );
}
