import { Button, Modal, TagsInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import type { SeriesSummary } from '../api/types.ts';
import { formatCount, formatNoun } from '../shared/format.ts';
import { tagsQuery } from './queries.ts';
import { tagUse } from './tagging.ts';
import { useTagChange } from './use-tag-change.tsx';

interface TagDialogProps {
  project: string;
  seriesIds: string[];
  /** Those of the chosen series that are loaded: their tags are known. */
  known: SeriesSummary[];
  onClose: () => void;
}

function PresentTags(props: { known: SeriesSummary[]; removed: string[]; onToggle: (tag: string) => void }) {
  const use = tagUse(props.known);
  if (use.length === 0) return <p className="dim">None of them has a tag yet.</p>;
  return (
    <fieldset className="facet">
      <legend>Keep on them</legend>
      <ul>
        {use.map(({ tag, count }) => (
          <li key={tag}>
            <label className="facet-line">
              <input
                type="checkbox"
                checked={!props.removed.includes(tag)}
                onChange={() => props.onToggle(tag)}
              />
              <span className="grow ellipsis">{tag}</span>
              <span className="dim">
                {count === props.known.length
                  ? 'on all'
                  : `on ${formatCount(count)} of ${formatCount(props.known.length)}`}
              </span>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

/** Adds and removes tags of the chosen series. */
export function TagDialog(props: TagDialogProps) {
  const { seriesIds } = props;
  const known = useQuery(tagsQuery(props.project));
  const [added, setAdded] = useState<string[]>([]);
  const [removed, setRemoved] = useState<string[]>([]);
  const change = useTagChange(props.project, props.known);
  const toggle = (tag: string) =>
    setRemoved(removed.includes(tag) ? removed.filter((one) => one !== tag) : [...removed, tag]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    change.mutate({ seriesIds, add: added, remove: removed }, { onSuccess: props.onClose });
  };
  const nothing = added.length === 0 && removed.length === 0;
  return (
    <Modal opened onClose={props.onClose} title={`Tag ${formatNoun(seriesIds.length, 'series')}`}>
      <form className="stack" onSubmit={submit}>
        <TagsInput
          label="Add tags"
          description="Type to find one, or to make a new one; Enter adds it."
          data={(known.data?.items ?? []).map((tag) => tag.name)}
          value={added}
          onChange={setAdded}
          acceptValueOnBlur
          data-autofocus
        />
        <PresentTags known={props.known} removed={removed} onToggle={toggle} />
        <div className="row">
          <Button type="submit" disabled={nothing} loading={change.isPending}>
            {nothing ? 'Change tags' : `Change tags of ${formatNoun(seriesIds.length, 'series')}`}
          </Button>
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}
