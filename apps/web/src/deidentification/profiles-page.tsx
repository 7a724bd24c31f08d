import '../archive/archive.css';
import { Tabs } from '@mantine/core';
import { IconEyeOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Profile } from '../api/types.ts';
import { Copyable } from '../shared/ui/copy.tsx';
import { ProblemNotice } from '../shared/ui/notice.tsx';
import { EmptyState, PageHead, Properties, SkeletonRows } from '../shared/ui/page.tsx';
import { When } from '../shared/ui/when.tsx';
import { profilesQuery } from './queries.ts';

const route = getRouteApi('/signed-in/admin/profiles');

function ProfileText(props: { profile: Profile }) {
  const { profile } = props;
  const text =
    typeof profile.document === 'string' ? profile.document : JSON.stringify(profile.document, null, 2);
  return (
    <div className="stack">
      <Properties
        pairs={[
          ['Version', String(profile.version)],
          ['Made', <When key="made" iso={profile.createdAt} />],
          ['SHA-256', <Copyable key="hash" text={profile.sha256} label="Copy the SHA-256" />],
        ]}
      />
      <div className="command">
        <pre tabIndex={0} aria-label={`Profile ${profile.name}`} style={{ maxHeight: '60vh' }}>
          {text}
        </pre>
      </div>
    </div>
  );
}

/** The de-identification profiles with all their versions; a version never changes. */
export function ProfilesPage() {
  const profiles = useQuery(profilesQuery);
  const { profile } = route.useSearch();
  const navigate = route.useNavigate();
  const items = [...(profiles.data?.items ?? [])].sort(
    (a, b) => a.name.localeCompare(b.name) || b.version - a.version,
  );
  const shown = items.find((one) => one.id === profile) ?? items[0];
  return (
    <div className="page">
      <PageHead
        title="De-identification profiles"
        under="What is removed, replaced and kept (DICOM PS3.15 Annex E). A project or a route names the profile it uses."
      />
      {profiles.isPending ? <SkeletonRows /> : null}
      {profiles.isError ? (
        <ProblemNotice error={profiles.error} retry={() => void profiles.refetch()} />
      ) : null}
      {profiles.isSuccess && items.length === 0 ? (
        <EmptyState icon={<IconEyeOff size={36} aria-hidden />} title="There is no profile yet">
          The basic profile is installed when the server starts for the first time.
        </EmptyState>
      ) : null}
      {shown === undefined ? null : (
        <Tabs
          orientation="vertical"
          value={shown.id}
          onChange={(id) => void navigate({ search: id === null ? {} : { profile: id } })}
        >
          <Tabs.List>
            {items.map((one) => (
              <Tabs.Tab key={one.id} value={one.id}>
                {one.name} v{one.version}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value={shown.id} pl={16} style={{ minWidth: 0 }}>
            <ProfileText profile={shown} />
          </Tabs.Panel>
        </Tabs>
      )}
    </div>
  );
}
