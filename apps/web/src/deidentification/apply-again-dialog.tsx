import { Button, Modal, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Profile } from '../api/types.ts';
import { projectsQuery } from '../projects/queries.ts';
import { Notice } from '../shared/ui/notice.tsx';

/** Leads to the page that applies a version again to what a project has archived. */
export function ApplyAgainDialog({ profile, onClose }: { profile: Profile; onClose: () => void }) {
  const projects = useQuery(projectsQuery);
  const managed = (projects.data?.items ?? []).filter((one) => one.permissions.includes('project:manage'));
  const [key, setKey] = useState<string | null>(null);
  const chosen = managed.find((one) => one.key === key) ?? (managed.length === 1 ? managed[0] : undefined);
  return (
    <Modal opened onClose={onClose} title={`Apply ${profile.name} v${profile.version} again`}>
      <div className="stack">
        <Notice tone="info">
          To series that are released already. You see what would change before anything does.
        </Notice>
        <Select
          label="Project"
          data-autofocus
          searchable
          placeholder={
            projects.isSuccess && managed.length === 0 ? 'You manage no project' : 'Choose a project'
          }
          data={managed.map((one) => ({ value: one.key, label: one.name }))}
          value={chosen?.key ?? null}
          onChange={setKey}
        />
        <div className="row">
          {chosen === undefined ? (
            <Button disabled>Go on</Button>
          ) : (
            <Button
              renderRoot={(root) => (
                <Link
                  {...root}
                  to="/p/$project/reruns"
                  params={{ project: chosen.key }}
                  search={{ profile: profile.id }}
                />
              )}
            >
              Go on
            </Button>
          )}
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </div>
    </Modal>
  );
}
