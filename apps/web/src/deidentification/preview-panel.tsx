import { Button, Select } from '@mantine/core';
import { IconEye, IconPlayerPlay } from '@tabler/icons-react';
import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { RevealDialog, revealSeconds } from '../accounts/reveal-dialog.tsx';
import { queuePages } from '../curation/queries.ts';
import { projectsQuery } from '../projects/queries.ts';
import { Notice, ProblemNotice } from '../shared/ui/notice.tsx';
import { ElementTable } from './element-table.tsx';
import {
  type PreviewedProfile,
  type PreviewSource,
  previewStored,
  releasedSeriesQuery,
  type StoredPreview,
} from './queries.ts';

interface Choice {
  value: string;
  label: string;
}

/** What can be previewed in a project: cases of quarantine for reviewers, then released series. */
function useChoices(project: string | null, mayReview: boolean): { group: string; items: Choice[] }[] {
  const cases = useInfiniteQuery({
    ...queuePages(project ?? '', 'open', 'opened'),
    enabled: project !== null && mayReview,
  });
  const series = useQuery({ ...releasedSeriesQuery(project ?? ''), enabled: project !== null });
  const waiting = cases.data?.pages.flatMap((page) => page.items) ?? [];
  return [
    {
      group: 'In quarantine: as it arrived',
      items: waiting.map((one) => ({
        value: `case ${one.id}`,
        label: `${one.subjectCode} · ${one.seriesDescription ?? 'no description'}`,
      })),
    },
    {
      group: 'Released',
      items: (series.data?.items ?? []).map((one) => ({
        value: `series ${one.id}`,
        label: `${one.subjectCode} · ${one.normalisedName ?? one.seriesDescription ?? 'no description'}`,
      })),
    },
  ];
}

function sourceOf(project: string, chosen: string): PreviewSource {
  const [kind, id = ''] = chosen.split(' ');
  return kind === 'case' ? { project, caseId: id } : { project, seriesId: id };
}

function basisWords({ basis, revealed }: StoredPreview): string {
  if (basis === 'stored')
    return 'Original values are not kept for this image, so the profile ran on it as it is stored: what was removed on arrival is not there.';
  return revealed
    ? `Original values are shown for ${revealSeconds} seconds. Your look is recorded.`
    : 'The profile ran on the image as it arrived. Original values are masked.';
}

/** Goes back to masked values by itself. */
function useHidden(shown: StoredPreview | undefined, hide: () => void): void {
  const revealed = shown?.revealed === true;
  useEffect(() => {
    if (!revealed) return;
    const timer = setTimeout(hide, revealSeconds * 1000);
    return () => clearTimeout(timer);
  }, [revealed, hide]);
}

/** Runs a profile, saved or not, on an image that a project has. */
export function PreviewPanel(props: { profile: PreviewedProfile }) {
  const projects = useQuery(projectsQuery);
  const readable = (projects.data?.items ?? []).filter((one) => one.permissions.includes('archive:read'));
  const [key, setKey] = useState<string | null>(null);
  const [chosen, setChosen] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const project = readable.find((one) => one.key === (key ?? readable[0]?.key));
  const may = (permission: 'quarantine:review' | 'quarantine:reveal') =>
    project?.permissions.includes(permission) === true;
  const choices = useChoices(project?.key ?? null, may('quarantine:review'));
  const first = choices.flatMap((group) => group.items)[0]?.value ?? null;
  const image = chosen ?? first;
  const run = useMutation({
    mutationFn: (reason: string | null) =>
      previewStored(sourceOf(project?.key ?? '', image ?? ''), props.profile, reason),
    gcTime: 0,
  });
  const { reset } = run;
  useHidden(run.data, reset);
  if (projects.isSuccess && readable.length === 0)
    return (
      <Notice tone="info" title="You see no images of any project">
        A preview needs a role in a project. The test bench runs the profile on a file of your own.
      </Notice>
    );
  return (
    <div className="stack">
      <div className="row" style={{ alignItems: 'flex-end' }}>
        <Select
          label="Project"
          data={readable.map((one) => ({ value: one.key, label: one.name }))}
          value={project?.key ?? null}
          allowDeselect={false}
          onChange={(next) => {
            setKey(next);
            setChosen(null);
            reset();
          }}
        />
        <Select
          label="Series"
          data={choices}
          value={image}
          searchable
          allowDeselect={false}
          nothingFoundMessage="No series yet"
          onChange={(next) => {
            setChosen(next);
            reset();
          }}
          style={{ flex: '1 1 320px' }}
        />
        <Button
          leftSection={<IconPlayerPlay size={16} />}
          disabled={image === null}
          loading={run.isPending}
          onClick={() => run.mutate(null)}
        >
          Run on its first image
        </Button>
        {run.data?.basis === 'originals' && !run.data.revealed && may('quarantine:reveal') ? (
          <Button variant="default" leftSection={<IconEye size={16} />} onClick={() => setAsking(true)}>
            Show original values
          </Button>
        ) : null}
      </div>
      {run.isError && !asking ? <ProblemNotice error={run.error} /> : null}
      {run.data === undefined ? null : (
        <>
          <Notice tone={run.data.revealed ? 'warn' : 'info'}>{basisWords(run.data)}</Notice>
          <ElementTable result={run.data.result} />
        </>
      )}
      {asking ? (
        <RevealDialog
          title="Show original values in the preview"
          ends="The preview closes by itself"
          run={(reason) => run.mutateAsync(reason)}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </div>
  );
}
