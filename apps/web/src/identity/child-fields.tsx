import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { formatNoun } from '../shared/format.ts';
import { labelChoices, labelWords, proposedLabels } from './child-labels.ts';
import type { FieldsProps } from './finding-fields.tsx';
import { identitiesQuery, type SeriesOfMother, seriesOfMotherQuery } from './queries.ts';
import { UnknownSubject } from './unknown-subject.tsx';

type Series = SeriesOfMother['items'][number];

function seriesWords({ seriesDescription, modality, seriesNumber, studyDate, instances }: Series): string {
  const name = seriesDescription ?? `Series ${seriesNumber ?? ''}`.trim();
  const day = studyDate ?? 'no date';
  return `${name}, ${[modality, day, formatNoun(instances, 'image')].filter(Boolean).join(', ')}`;
}

function SeriesChoice(props: {
  project: string;
  mother: string;
  chosen: string[];
  onChosen: (ids: string[], label?: string) => void;
}) {
  const { project, mother, chosen, onChosen } = props;
  const noteId = useId();
  const found = useQuery(seriesOfMotherQuery(project, mother));
  const items = found.data?.items ?? [];
  if (mother === '') return null;
  return (
    <fieldset className="panel stack">
      <legend>Series that came under {mother}</legend>
      {found.isError ? <UnknownSubject error={found.error} retry={() => void found.refetch()} /> : null}
      {found.isSuccess && items.length === 0 ? (
        <p className="dim">No series came under this subject.</p>
      ) : null}
      {proposedLabels(items).map(({ key, words, ids }) => (
        <div key={key}>
          <Button variant="default" size="compact-sm" onClick={() => onChosen(ids, key)}>
            Choose {ids.length} series with the label {words}
          </Button>
        </div>
      ))}
      {items.map((series) => {
        const proposed = series.labels.map(
          (label) => `${labelWords(label)} in ${formatNoun(label.instances, 'image')}`,
        );
        const notes = [
          ...(proposed.length === 0 ? [] : [`its pixels say ${proposed.join(' and ')}`]),
          ...(series.subject === mother ? [] : [`now of ${series.subject}`]),
        ].join('; ');
        return (
          <Checkbox
            key={series.seriesId}
            label={seriesWords(series)}
            {...(notes === '' ? {} : { description: notes })}
            aria-describedby={noteId}
            checked={chosen.includes(series.seriesId)}
            onChange={(event) =>
              onChosen(
                event.currentTarget.checked
                  ? [...chosen, series.seriesId]
                  : chosen.filter((id) => id !== series.seriesId),
              )
            }
          />
        );
      })}
      {items.length === 0 ? null : (
        <p id={noteId} className="dim">
          What pixels say was read by a machine: look at the images before you state it.
        </p>
      )}
    </fieldset>
  );
}

function useChildFinding(onFinding: FieldsProps['onFinding']) {
  const [fields, setFields] = useState({ mother: '', chosen: [] as string[], label: '', child: '' });
  const change = (part: Partial<typeof fields>) => {
    const next = { ...fields, ...part };
    setFields(next);
    const label = labelChoices.find(({ value }) => value === next.label);
    onFinding(
      label === undefined || next.chosen.length === 0
        ? null
        : {
            kind: 'child',
            series: next.chosen,
            role: label.role,
            designation: label.designation,
            child: label.role === 'mother' || next.child === '' ? null : next.child,
          },
    );
  };
  return { fields, change };
}

/** Series that came under a mother’s identifier and show her child, or one of several. */
export function ChildFields({ project, onFinding }: FieldsProps) {
  const { fields, change } = useChildFinding(onFinding);
  const [mother] = useDebouncedValue(fields.mother.trim(), 300);
  const desk = useQuery(identitiesQuery(project));
  const known = (desk.data?.relations ?? []).filter((relation) => relation.mother === mother);
  return (
    <div className="stack">
      <TextInput
        label="Subject of the mother"
        required
        value={fields.mother}
        onChange={(event) => change({ mother: event.currentTarget.value, chosen: [], child: '' })}
      />
      <SeriesChoice
        project={project}
        mother={mother}
        chosen={fields.chosen}
        onChosen={(chosen, label) => change({ chosen, ...(label === undefined ? {} : { label }) })}
      />
      <div className="columns">
        <Select
          label="They show"
          required
          data={labelChoices.map(({ value, words }) => ({ value, label: words }))}
          value={fields.label === '' ? null : fields.label}
          onChange={(label) => change({ label: label ?? '' })}
        />
        {fields.label === 'mother' ? null : (
          <Select
            label="Subject of the child"
            description="A new one has the mother’s date shift."
            data={[
              { value: '', label: 'A new subject' },
              ...known.map(({ child, labels }) => ({
                value: child,
                label: `${child} (${labels.map(labelWords).join(', ')})`,
              })),
            ]}
            allowDeselect={false}
            value={fields.child}
            onChange={(child) => change({ child: child ?? '' })}
          />
        )}
      </div>
    </div>
  );
}
