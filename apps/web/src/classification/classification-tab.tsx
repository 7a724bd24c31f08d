import { Autocomplete, Button, Select, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Classification, SeriesDetail } from '../api/types.ts';
import { useProject } from '../projects/queries.ts';
import { ProblemNotice, toastDone } from '../shared/ui/notice.tsx';
import { Properties, SkeletonRows } from '../shared/ui/page.tsx';
import { When } from '../shared/ui/when.tsx';
import { type Correction, classificationQuery, correctClassification, removeCorrection } from './queries.ts';
import { contrasts, evidenceWords, planes, weightings } from './words.ts';

function sourceWords(current: Classification): string {
  if (current.source === 'person') return `corrected by ${current.createdBy}`;
  return `automatic, rules ${current.rulesVersion ?? ''}, confidence ${current.confidence.toFixed(2)}`;
}

function Current(props: { current: Classification }) {
  const { current } = props;
  return (
    <section className="panel">
      <h2>{current.normalisedName}</h2>
      <Properties
        pairs={[
          ['Modality', current.modality],
          ['Plane', current.plane ?? 'not known'],
          ['Weighting', current.weighting ?? 'not known'],
          ['Contrast', current.contrast ?? 'not known'],
          ['Source', sourceWords(current)],
          ['Since', <When key="since" iso={current.createdAt} />],
          ['Reason', current.reason ?? null],
        ]}
      />
      {current.evidence.length > 0 ? <h3 style={{ marginTop: 12 }}>Evidence</h3> : null}
      <ul className="plain-list">
        {current.evidence.map((one) => (
          <li key={one.attribute + one.says}>{evidenceWords(one)}</li>
        ))}
      </ul>
    </section>
  );
}

interface Fields {
  plane: Correction['plane'];
  weighting: string;
  contrast: Correction['contrast'];
  normalisedName: string;
  reason: string;
}
const orNull = (text: string) => (text.trim() === '' ? null : text.trim());

function CorrectionForm(props: { project: string; series: SeriesDetail; current: Classification | null }) {
  const { project, series, current } = props;
  const client = useQueryClient();
  const form = useForm<Fields>({
    initialValues: {
      plane: planes.find((one) => one === current?.plane) ?? null,
      weighting: current?.weighting ?? '',
      contrast: contrasts.find((one) => one === current?.contrast) ?? null,
      normalisedName: '',
      reason: '',
    },
  });
  const reload = async () => {
    await client.invalidateQueries({ queryKey: ['catalogue', project] });
    toastDone('Class saved.');
  };
  const save = useMutation({
    mutationFn: ({ plane, weighting, contrast, normalisedName, reason }: Fields) =>
      correctClassification(project, series.id, {
        plane,
        weighting: orNull(weighting),
        contrast,
        ...(orNull(normalisedName) === null ? {} : { normalisedName: normalisedName.trim() }),
        ...(orNull(reason) === null ? {} : { reason: reason.trim() }),
      }),
    onSuccess: reload,
  });
  const remove = useMutation({ mutationFn: () => removeCorrection(project, series.id), onSuccess: reload });
  return (
    <form className="panel stack" onSubmit={form.onSubmit((fields) => save.mutate(fields))}>
      <h2>Correct it</h2>
      {save.isError ? <ProblemNotice error={save.error} /> : null}
      {remove.isError ? <ProblemNotice error={remove.error} /> : null}
      <div className="columns" style={{ gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))' }}>
        <Select clearable label="Plane" data={planes} {...form.getInputProps('plane')} />
        <Autocomplete size="xs" label="Weighting" data={weightings} {...form.getInputProps('weighting')} />
        <Select clearable label="Contrast" data={contrasts} {...form.getInputProps('contrast')} />
      </div>
      <TextInput
        label="Name"
        placeholder={current?.normalisedName ?? 'made from the values above'}
        {...form.getInputProps('normalisedName')}
      />
      <TextInput label="Reason" placeholder="Why the rules were wrong" {...form.getInputProps('reason')} />
      <div className="row">
        <Button type="submit" loading={save.isPending}>
          Save correction
        </Button>
        {current?.source === 'person' ? (
          <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
            Back to the automatic class
          </Button>
        ) : null}
      </div>
    </form>
  );
}

function Earlier(props: { history: Classification[] }) {
  if (props.history.length < 2) return null;
  return (
    <section className="panel">
      <h2>Earlier</h2>
      <ul className="plain-list">
        {props.history.map((one) => (
          <li key={one.createdAt} className="row">
            <span className="grow ellipsis">
              {one.normalisedName} <span className="dim">{sourceWords(one)}</span>
            </span>
            <When iso={one.createdAt} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What the series was recognised as, on what evidence, and the form to correct it. */
export function ClassificationTab(props: { project: string; series: SeriesDetail }) {
  const state = useQuery(classificationQuery(props.project, props.series.id));
  const mayEdit = useProject().permissions.includes('catalogue:edit');
  if (state.isPending) return <SkeletonRows />;
  if (state.isError) return <ProblemNotice error={state.error} retry={() => void state.refetch()} />;
  const { current, history } = state.data;
  return (
    <div className="columns" style={{ alignItems: 'start', maxWidth: 1100 }}>
      {current === null ? (
        <section className="panel">
          <h2>Not classified yet</h2>
          <p className="dim">Classification runs by itself after release.</p>
        </section>
      ) : (
        <Current current={current} />
      )}
      <div className="stack">
        {mayEdit ? (
          <CorrectionForm
            key={current?.createdAt ?? ''}
            project={props.project}
            series={props.series}
            current={current}
          />
        ) : null}
        <Earlier history={history} />
      </div>
    </div>
  );
}
