import { Button, TagsInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { SeriesDetail } from '../api/types.ts';
import { useProject } from '../projects/queries.ts';
import { ProblemNotice, toastDone } from '../shared/ui/notice.tsx';
import { Chip } from '../shared/ui/tag-chip.tsx';
import { setTags, tagsQuery } from './queries.ts';

/** The tags of one series, as free text with the project's tags offered. */
export function TagsTab(props: { project: string; series: SeriesDetail }) {
  const { series } = props;
  const client = useQueryClient();
  const mayEdit = useProject().permissions.includes('catalogue:edit');
  const known = useQuery(tagsQuery(props.project));
  const [tags, change] = useState(series.tags);
  const save = useMutation({
    mutationFn: () => setTags(props.project, series.id, tags),
    onSuccess: async () => {
      toastDone('Tags saved.');
      await client.invalidateQueries({ queryKey: ['catalogue', props.project] });
    },
  });
  if (!mayEdit)
    return (
      <div className="row">
        {series.tags.length === 0 ? <p className="dim">No tags. A curator can add some.</p> : null}
        {series.tags.map((tag) => (
          <Chip key={tag} label={tag} />
        ))}
      </div>
    );
  const same = tags.join('\n') === series.tags.join('\n');
  return (
    <div className="stack page-narrow">
      {save.isError ? <ProblemNotice error={save.error} /> : null}
      <TagsInput
        label="Tags of this series"
        description="Type to find one, or to make a new one; Enter adds it, Backspace takes the last away."
        data={(known.data?.items ?? []).map((tag) => tag.name)}
        value={tags}
        onChange={change}
        acceptValueOnBlur
      />
      <div className="row">
        <Button onClick={() => save.mutate()} disabled={same} loading={save.isPending}>
          Save tags
        </Button>
        <Button variant="default" onClick={() => change(series.tags)} disabled={same}>
          Put back
        </Button>
      </div>
    </div>
  );
}
