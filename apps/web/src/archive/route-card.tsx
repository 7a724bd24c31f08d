import { ActionIcon, Select, Switch, TagsInput, TextInput, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { profilesQuery } from '../deidentification/queries.ts';
import { projectsQuery } from '../projects/queries.ts';
import { Notice } from '../shared/ui/notice.tsx';
import type { RouteDraft } from './routing.ts';

interface RouteCardProps {
  draft: RouteDraft;
  at: number;
  last: number;
  mistakes: string[];
  onChange: (draft: RouteDraft) => void;
  onMove: (by: number) => void;
  onRemove: () => void;
}

function MatchFields(props: { draft: RouteDraft; set: (part: Partial<RouteDraft>) => void }) {
  const { draft, set } = props;
  return (
    <div className="route-fields">
      <TextInput
        label="Calling AE title"
        placeholder="any"
        value={draft.callingAe}
        onChange={(event) => set({ callingAe: event.currentTarget.value })}
      />
      <TextInput
        label="Called AE title"
        placeholder="any"
        value={draft.calledAe}
        onChange={(event) => set({ calledAe: event.currentTarget.value })}
      />
      <TagsInput
        label="Addresses"
        placeholder={draft.addresses.length === 0 ? 'any, or 10.1.0.0/16' : ''}
        value={draft.addresses}
        onChange={(addresses) => set({ addresses })}
        acceptValueOnBlur
      />
      <TagsInput
        label="Attributes"
        placeholder={draft.attributes.length === 0 ? 'StudyDescription=*GBM*' : ''}
        value={draft.attributes}
        onChange={(attributes) => set({ attributes })}
        acceptValueOnBlur
      />
    </div>
  );
}

function TargetFields(props: { draft: RouteDraft; set: (part: Partial<RouteDraft>) => void }) {
  const { draft, set } = props;
  const projects = useQuery(projectsQuery);
  const profiles = useQuery(profilesQuery);
  const projectKeys = (projects.data?.items ?? []).map((one) => ({ value: one.key, label: one.name }));
  if (draft.project !== '' && !projectKeys.some((one) => one.value === draft.project))
    projectKeys.push({ value: draft.project, label: draft.project });
  const profileNames = [...new Set((profiles.data?.items ?? []).map((one) => one.name))];
  return (
    <div className="route-fields">
      <Select
        label="To project"
        data={projectKeys}
        value={draft.project === '' ? null : draft.project}
        searchable
        required
        onChange={(project) => set({ project: project ?? '' })}
      />
      <Select
        label="Profile"
        placeholder="the project’s"
        data={profileNames}
        value={draft.profile === '' ? null : draft.profile}
        clearable
        onChange={(profile) => set({ profile: profile ?? '' })}
      />
      <TagsInput label="Tags" value={draft.tags} onChange={(tags) => set({ tags })} acceptValueOnBlur />
      <TextInput
        label="Centre"
        value={draft.centre}
        onChange={(event) => set({ centre: event.currentTarget.value })}
      />
    </div>
  );
}

function OrderButtons(props: RouteCardProps) {
  const name = props.draft.name || `route ${props.at + 1}`;
  return (
    <div className="route-order">
      <ActionIcon
        size={24}
        disabled={props.at === 0}
        aria-label={`Move ${name} up`}
        onClick={() => props.onMove(-1)}
      >
        <IconArrowUp size={15} />
      </ActionIcon>
      <strong>{props.at + 1}</strong>
      <ActionIcon
        size={24}
        disabled={props.at === props.last}
        aria-label={`Move ${name} down`}
        onClick={() => props.onMove(1)}
      >
        <IconArrowDown size={15} />
      </ActionIcon>
    </div>
  );
}

/** One route: what it matches and where it leads. */
export function RouteCard(props: RouteCardProps) {
  const { draft, onChange } = props;
  const set = (part: Partial<RouteDraft>) => onChange({ ...draft, ...part });
  const name = draft.name || `route ${props.at + 1}`;
  return (
    <li className="panel route-card" data-off={!draft.enabled}>
      <OrderButtons {...props} />
      <div className="stack" style={{ gap: 8 }}>
        <div className="row">
          <TextInput
            aria-label="Name of the route"
            placeholder="Name"
            value={draft.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <Switch
            label={draft.enabled ? 'on' : 'off'}
            aria-label={`${name} is on`}
            checked={draft.enabled}
            onChange={(event) => set({ enabled: event.currentTarget.checked })}
          />
        </div>
        <MatchFields draft={draft} set={set} />
        <TargetFields draft={draft} set={set} />
        {props.mistakes.length > 0 ? (
          <Notice tone="bad">
            {props.mistakes.map((mistake) => (
              <p key={mistake}>{mistake}</p>
            ))}
          </Notice>
        ) : null}
      </div>
      <Tooltip label={`Remove ${name}`}>
        <ActionIcon aria-label={`Remove ${name}`} onClick={props.onRemove}>
          <IconTrash size={16} />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}
