import '@mantine/spotlight/styles.layer.css';
import { useDebouncedValue } from '@mantine/hooks';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { IconArrowRight, IconFolder, IconPhoto, IconSearch, IconUser } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import type { SearchAnswer } from '../api/types.ts';
import { searchQuery } from '../catalogue/queries.ts';

const [store, palette] = createSpotlight();

interface Entry {
  id: string;
  label: string;
  description?: string;
  icon: ReactNode;
  path: string;
}

/** The pages that can be jumped to, those of the open project first. */
function pageEntries(project: string | undefined): Entry[] {
  const icon = <IconArrowRight size={16} aria-hidden />;
  const inProject = [
    ['', 'Overview'],
    ['/browse', 'Browse'],
    ['/upload', 'Upload'],
    ['/quarantine', 'Quarantine'],
    ['/members', 'Members'],
    ['/settings', 'Project settings'],
    ['/audit', 'Project audit'],
  ].map(([path, label]) => ({ id: `p${path}`, label: label ?? '', path: `/p/${project}${path}`, icon }));
  const everywhere = [
    ['/', 'My projects'],
    ['/receivers', 'Receivers'],
    ['/admin/routes', 'Routes'],
    ['/admin/peers', 'Senders'],
    ['/admin/held', 'Held'],
    ['/admin/profiles', 'De-identification profiles'],
    ['/admin/users', 'Accounts'],
    ['/admin/audit', 'Audit trail'],
    ['/projects/new', 'New project'],
    ['/me', 'My account'],
  ].map(([path, label]) => ({ id: `e${path}`, label: label ?? '', path: path ?? '/', icon }));
  return project === undefined ? everywhere : [...inProject, ...everywhere];
}

/** What the server found, as places to go. */
function foundEntries(answer: SearchAnswer | undefined): Entry[] {
  if (answer === undefined) return [];
  return [
    ...answer.projects.map((one) => ({
      id: `project ${one.key}`,
      label: one.name,
      description: 'Project',
      path: `/p/${one.key}`,
      icon: <IconFolder size={16} aria-hidden />,
    })),
    ...answer.subjects.map((one) => ({
      id: `subject ${one.id}`,
      label: one.code,
      description: `Subject in ${one.projectKey}`,
      path: `/p/${one.projectKey}/subjects/${one.id}`,
      icon: <IconUser size={16} aria-hidden />,
    })),
    ...answer.series.map((one) => ({
      id: `series ${one.id}`,
      label: one.seriesDescription ?? one.normalisedName ?? 'Series without description',
      description: `${one.subjectCode} · ${one.modality ?? 'unknown modality'} · ${one.projectKey}`,
      path: `/p/${one.projectKey}/series/${one.id}`,
      icon: <IconPhoto size={16} aria-hidden />,
    })),
  ];
}

function Entries(props: { label: string; entries: Entry[]; go: (path: string) => void }) {
  if (props.entries.length === 0) return null;
  return (
    <Spotlight.ActionsGroup label={props.label}>
      {props.entries.map((entry) => (
        <Spotlight.Action
          key={entry.id}
          label={entry.label}
          {...(entry.description === undefined ? {} : { description: entry.description })}
          leftSection={entry.icon}
          onClick={() => props.go(entry.path)}
        />
      ))}
    </Spotlight.ActionsGroup>
  );
}

/** Search over everything the account may see, and jump to any page. */
export default function CommandPalette(props: { project: string | undefined; onClose: () => void }) {
  const [query, setQuery] = useState('');
  const [asked] = useDebouncedValue(query, 180);
  const answer = useQuery(searchQuery(asked));
  const navigate = useNavigate();
  useEffect(() => palette.open(), []);
  const wanted = query.trim().toLowerCase();
  const pages = pageEntries(props.project).filter((entry) => entry.label.toLowerCase().includes(wanted));
  const found = wanted.length > 1 ? foundEntries(answer.data) : [];
  const go = (path: string) => void navigate({ to: path });
  const waiting = wanted.length > 1 && (answer.isFetching || asked !== query);
  return (
    <Spotlight.Root
      store={store}
      query={query}
      onQueryChange={setQuery}
      onSpotlightClose={props.onClose}
      shortcut={null}
      scrollable
      maxHeight={480}
    >
      <Spotlight.Search
        placeholder="Search subjects and series, or jump to a page"
        aria-label="Search or jump to"
        leftSection={<IconSearch size={18} aria-hidden />}
      />
      <Spotlight.ActionsList>
        <Entries label="Found" entries={found} go={go} />
        <Entries label="Pages" entries={pages} go={go} />
        {found.length + pages.length === 0 ? (
          <Spotlight.Empty>{waiting ? 'Searching…' : 'Nothing found. Try a shorter word.'}</Spotlight.Empty>
        ) : null}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
