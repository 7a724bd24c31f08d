import { ActionIcon, Tooltip } from '@mantine/core';
import { IconPencil, IconPlus } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Profile } from '../api/types.ts';
import type { Draft } from './queries.ts';
import type { ProfilesSearch } from './search.ts';

interface ListProps {
  profiles: readonly Profile[];
  drafts: readonly Draft[];
  shown: ProfilesSearch;
  mayEdit: boolean;
  onNew: () => void;
}

/** On a narrow screen the list is a window of its own. */
function intoView(entry: HTMLElement | null): void {
  entry?.scrollIntoView({ block: 'nearest' });
}

function Entry(props: { search: ProfilesSearch; isShown: boolean; children: React.ReactNode }) {
  return (
    <li ref={props.isShown ? intoView : undefined}>
      <Link
        to="/admin/profiles"
        search={props.search}
        activeOptions={{ exact: true, includeSearch: true }}
        {...(props.isShown ? { 'aria-current': 'page' as const } : {})}
      >
        {props.children}
      </Link>
    </li>
  );
}

/** Profiles by name with their drafts and versions, newest first. */
export function ProfileList({ profiles, drafts, shown, mayEdit, onNew }: ListProps) {
  const names = [...new Set([...drafts, ...profiles].map(({ name }) => name))].sort();
  return (
    <nav className="profile-list" aria-label="Profiles">
      <div className="row">
        <h2>Profiles</h2>
        {mayEdit ? (
          <Tooltip label="New profile">
            <ActionIcon aria-label="New profile" onClick={onNew}>
              <IconPlus size={16} />
            </ActionIcon>
          </Tooltip>
        ) : null}
      </div>
      {mayEdit ? (
        <Link to="/admin/profiles/ctp" search={{}}>
          Bring a CTP script
        </Link>
      ) : null}
      {names.map((name) => (
        <section key={name}>
          <h3>{name}</h3>
          <ul className="plain-list">
            {drafts
              .filter((one) => one.name === name)
              .map(() => (
                <Entry key="draft" search={{ draft: name }} isShown={shown.draft === name}>
                  <span>
                    <IconPencil size={13} aria-hidden /> draft
                  </span>
                </Entry>
              ))}
            {profiles
              .filter((one) => one.name === name)
              .map((one) => (
                <Entry key={one.id} search={{ profile: one.id }} isShown={shown.profile === one.id}>
                  <span>version {one.version}</span>
                  <span className="mono dim">{one.sha256.slice(0, 8)}</span>
                </Entry>
              ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
