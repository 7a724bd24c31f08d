import { Button, Modal, Select, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { Profile } from '../api/types.ts';
import { changeProject, projectsQuery } from '../projects/queries.ts';
import { Notice, ProblemNotice, toastDone } from '../shared/ui/notice.tsx';
import { documentFrom } from './profile-document.ts';
import { type Draft, publishDraft, saveDraft } from './queries.ts';

const namePattern = /^[a-z][a-z0-9-]{0,31}$/;

interface NewProps {
  profiles: readonly Profile[];
  base: Profile | undefined;
  onMade: (draft: Draft) => void;
  onClose: () => void;
}

/** Begins a profile of a new name as a draft of another. */
export function NewProfileDialog({ profiles, base, onMade, onClose }: NewProps) {
  const [name, setName] = useState('');
  const [from, setFrom] = useState<string | null>(base?.id ?? profiles[0]?.id ?? null);
  const isTaken = profiles.some((one) => one.name === name);
  const make = useMutation({
    mutationFn: () => {
      const parent = profiles.find((one) => one.id === from);
      const document = documentFrom(parent?.document ?? {});
      return saveDraft(name, { basedOn: from, document: { ...document, id: name, version: 1 }, version: 0 });
    },
    onSuccess: onMade,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    make.mutate();
  };
  return (
    <Modal opened onClose={onClose} title="New profile">
      <form className="stack" onSubmit={submit}>
        {make.isError ? <ProblemNotice error={make.error} /> : null}
        <TextInput
          label="Name"
          description="1 to 32 lower-case letters, digits and hyphens. Images carry it."
          data-autofocus
          required
          value={name}
          error={isTaken ? 'There is a profile of this name: open it and edit.' : null}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Select
          label="Begin as a copy of"
          data={profiles.map((one) => ({ value: one.id, label: `${one.name} v${one.version}` }))}
          value={from}
          allowDeselect={false}
          searchable
          onChange={setFrom}
        />
        <div className="row">
          <Button type="submit" loading={make.isPending} disabled={!namePattern.test(name) || isTaken}>
            Make the draft
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}

interface PublishProps {
  draft: Draft;
  nextVersion: number;
  /** Saves what is not saved and gives the draft's version. */
  save: () => Promise<Draft>;
  onPublished: (profile: Profile) => void;
  onClose: () => void;
}

/** Makes a draft the next version. It asks why, for the audit trail. */
export function PublishDialog({ draft, nextVersion, save, onPublished, onClose }: PublishProps) {
  const [reason, setReason] = useState('');
  const publish = useMutation({
    mutationFn: async () => publishDraft(draft.name, (await save()).version, reason.trim()),
    onSuccess: onPublished,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    publish.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={`Save ${draft.name} as version ${nextVersion}`}>
      <form className="stack" onSubmit={submit}>
        <Notice tone="info">
          A version never changes. Routes that name {draft.name} take it for what arrives from now on;
          projects that chose a version keep theirs until you choose this one for them.
        </Notice>
        {publish.isError ? <ProblemNotice error={publish.error} /> : null}
        <Textarea
          label="Why"
          description="Recorded in the audit trail."
          data-autofocus
          required
          autosize
          minRows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <div className="row">
          <Button type="submit" loading={publish.isPending} disabled={reason.trim() === ''}>
            Save version {nextVersion}
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}

/** Makes a version the one that a project uses for what arrives from now on. */
export function UseProfileDialog({ profile, onClose }: { profile: Profile; onClose: () => void }) {
  const client = useQueryClient();
  const projects = useQuery(projectsQuery);
  const managed = (projects.data?.items ?? []).filter((one) => one.permissions.includes('project:manage'));
  const [key, setKey] = useState<string | null>(null);
  const project = managed.find((one) => one.key === key);
  const use = useMutation({
    mutationFn: () =>
      changeProject(key ?? '', { version: project?.version ?? 0, settings: { profileId: profile.id } }),
    onSuccess: async () => {
      toastDone(`${project?.name ?? key} uses ${profile.name} v${profile.version} from now on.`);
      await client.invalidateQueries({ queryKey: ['projects'] });
      await client.invalidateQueries({ queryKey: ['project'] });
      onClose();
    },
  });
  return (
    <Modal opened onClose={onClose} title={`Use ${profile.name} v${profile.version}`}>
      <div className="stack">
        <Notice tone="info">
          It takes effect for what arrives afterwards, unless its route names another profile. What is stored
          does not change.
        </Notice>
        {use.isError ? <ProblemNotice error={use.error} /> : null}
        <Select
          label="Project"
          data-autofocus
          searchable
          placeholder={managed.length === 0 ? 'You manage no project' : 'Choose a project'}
          data={managed.map((one) => ({
            value: one.key,
            label: one.settings.profileId === profile.id ? `${one.name} (uses it)` : one.name,
          }))}
          value={key}
          onChange={setKey}
        />
        <div className="row">
          <Button
            loading={use.isPending}
            disabled={project === undefined || project.settings.profileId === profile.id}
            onClick={() => use.mutate()}
          >
            Use it
          </Button>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
        </div>
      </div>
    </Modal>
  );
}
