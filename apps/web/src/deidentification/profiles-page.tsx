import './deidentification.css';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { sessionQuery } from '../accounts/queries.ts';
import type { Profile } from '../api/types.ts';
import { ProblemNotice } from '../shared/ui/notice.tsx';
import { SkeletonRows } from '../shared/ui/page.tsx';
import { AskedRule } from './asked-rule.tsx';
import { DraftView } from './draft-view.tsx';
import { NewProfileDialog } from './profile-dialogs.tsx';
import { isScript } from './profile-document.ts';
import { ProfileList } from './profile-list.tsx';
import { draftsQuery, profilesQuery, vocabularyQuery } from './queries.ts';
import type { ProfilesSearch, ProfileTab } from './search.ts';
import { VersionView } from './version-view.tsx';

const route = getRouteApi('/signed-in/admin/profiles');

function usePageData() {
  const session = useQuery(sessionQuery);
  const mayEdit = session.data?.permissions.includes('profiles:manage') ?? false;
  const profiles = useQuery(profilesQuery);
  const drafts = useQuery({ ...draftsQuery, enabled: mayEdit });
  const vocabulary = useQuery(vocabularyQuery);
  const items = [...(profiles.data?.items ?? [])].sort(
    (a, b) => a.name.localeCompare(b.name) || b.version - a.version,
  );
  return { mayEdit, profiles, items, drafts: drafts.data?.items ?? [], vocabulary };
}

/** The de-identification profiles: every version to read, drafts to edit. */
export function ProfilesPage() {
  const { mayEdit, profiles, items, drafts, vocabulary } = usePageData();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const client = useQueryClient();
  const [making, setMaking] = useState(false);
  const go = (next: ProfilesSearch) => void navigate({ search: next });
  const draft = drafts.find((one) => one.name === search.draft);
  const shown =
    items.find((one) => one.id === search.profile) ??
    items.find((one) => one.name === 'research') ??
    items[0];
  const tab = search.tab ?? 'rules';
  const onTab = (next: ProfileTab) => go({ ...search, tab: next });
  const showVersion = (profile: Profile | undefined) =>
    go(profile === undefined ? {} : { profile: profile.id });
  if (profiles.isError) return <ProblemNotice error={profiles.error} retry={() => void profiles.refetch()} />;
  if (shown === undefined || vocabulary.data === undefined) return <SkeletonRows />;
  const newest = items.find((one) => one.name === draft?.name);
  return (
    <div className="profiles">
      <ProfileList
        profiles={items}
        drafts={drafts}
        shown={draft === undefined ? { profile: shown.id } : { draft: draft.name }}
        mayEdit={mayEdit}
        onNew={() => setMaking(true)}
      />
      {draft === undefined ? (
        <VersionView
          key={shown.id}
          notice={
            <AskedRule
              search={search}
              base={shown}
              drafts={drafts}
              mayEdit={mayEdit}
              onDraft={(name) => go({ draft: name, tab: 'changes' })}
            />
          }
          profile={shown}
          draft={drafts.find((one) => one.name === shown.name)}
          vocabulary={vocabulary.data}
          mayEdit={mayEdit}
          tab={tab}
          onTab={onTab}
          onEdit={(name) => go({ draft: name })}
        />
      ) : (
        <DraftView
          key={draft.name}
          draft={draft}
          base={items.find((one) => one.id === draft.basedOn) ?? newest}
          newest={newest}
          vocabulary={vocabulary.data}
          tab={tab}
          onTab={onTab}
          onGone={showVersion}
          onBack={() => go({ draft: draft.name })}
        />
      )}
      {making ? (
        <NewProfileDialog
          profiles={items.filter((one) => !isScript(one.document))}
          base={isScript(shown.document) ? undefined : shown}
          onMade={(made) => {
            setMaking(false);
            void client
              .invalidateQueries({ queryKey: ['profiles', 'drafts'] })
              .then(() => go({ draft: made.name }));
          }}
          onClose={() => setMaking(false)}
        />
      ) : null}
    </div>
  );
}
