import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { projectsQuery } from '../projects/queries.ts';

/** The project of the page; choosing another goes to its overview. */
export function ProjectSwitcher() {
  const projects = useQuery(projectsQuery);
  const navigate = useNavigate();
  const { project } = useParams({ strict: false }) as { project?: string };
  const items = projects.data?.items ?? [];
  const choose = (key: string | null) => {
    if (key === null) return;
    void navigate({ to: '/p/$project', params: { project: key } });
  };
  return (
    <Select
      className="project-switcher"
      aria-label="Project"
      placeholder={items.length === 0 ? 'No project yet' : 'Choose a project'}
      data={items.map((item) => ({ value: item.key, label: item.name }))}
      value={project ?? null}
      onChange={choose}
      searchable={items.length > 8}
      allowDeselect={false}
      nothingFoundMessage="No such project"
      comboboxProps={{ width: 280, position: 'bottom-start' }}
      size="xs"
    />
  );
}
