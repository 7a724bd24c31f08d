import { TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Facets, FacetValue } from '../api/types.ts';
import { formatCount } from '../shared/format.ts';
import { SkeletonRows } from '../shared/ui/page.tsx';
import { type FilterName, type Filters, filterNames, toggleValue } from './filters.ts';

export const facetTitles: Record<FilterName, string> = {
  modality: 'Modality',
  weighting: 'Series class',
  plane: 'Plane',
  contrast: 'Contrast',
  centre: 'Centre',
  manufacturer: 'Vendor',
  tag: 'Tags',
  subject: 'Subject',
  exam: 'Exam',
  conversion: 'NIfTI',
};
const fewAtFirst = 6;
const searchFrom = 12;

function FacetLine(props: { value: FacetValue; chosen: boolean; largest: number; onToggle: () => void }) {
  const { value, count } = props.value;
  return (
    <li>
      <label className="facet-line">
        <input type="checkbox" checked={props.chosen} onChange={props.onToggle} />
        <span className="grow ellipsis">{value === '' ? 'not known' : value}</span>
        <span className="dim">{formatCount(count)}</span>
        <span className="facet-bar" aria-hidden>
          <span style={{ width: `${(count / props.largest) * 100}%` }} />
        </span>
      </label>
    </li>
  );
}

interface FacetGroupProps {
  name: FilterName;
  values: FacetValue[];
  chosen: string[];
  onToggle: (value: string) => void;
  onClear: () => void;
}

function FacetGroup(props: FacetGroupProps) {
  const { chosen } = props;
  const [all, setAll] = useState(false);
  const [wanted, setWanted] = useState('');
  const missing = chosen.filter((value) => !props.values.some((one) => one.value === value));
  // What is chosen stays visible when nothing matches it any more: it must be possible to take it back.
  const values = [...props.values, ...missing.map((value) => ({ value, count: 0 }))];
  const matching = values.filter((one) => one.value.toLowerCase().includes(wanted.toLowerCase()));
  const shown = all
    ? matching
    : matching.filter((one, index) => index < fewAtFirst || chosen.includes(one.value));
  const largest = Math.max(1, ...values.map((one) => one.count));
  return (
    <div className="facet" role="group" aria-label={facetTitles[props.name]}>
      <div className="facet-head">
        <strong>{facetTitles[props.name]}</strong>
        {chosen.length > 0 ? (
          <button type="button" className="text-button" onClick={props.onClear}>
            clear<span className="visually-hidden"> {facetTitles[props.name]}</span>
          </button>
        ) : null}
      </div>
      {all && values.length > searchFrom ? (
        <TextInput
          aria-label={`Find in ${facetTitles[props.name]}`}
          placeholder="Find…"
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
      ) : null}
      <ul>
        {shown.map((one) => (
          <FacetLine
            key={one.value}
            value={one}
            chosen={chosen.includes(one.value)}
            largest={largest}
            onToggle={() => props.onToggle(one.value)}
          />
        ))}
      </ul>
      {values.length > fewAtFirst ? (
        <button type="button" className="text-button dim" onClick={() => setAll(!all)}>
          {all ? 'fewer' : `${values.length - fewAtFirst} more…`}
        </button>
      ) : null}
    </div>
  );
}

interface FacetPanelProps {
  facets: Facets | undefined;
  stale: boolean;
  filters: Filters;
  onChange: (filters: Filters) => void;
}

/** Filters with counts: values of one facet are alternatives, facets narrow each other. */
export function FacetPanel(props: FacetPanelProps) {
  const { facets, filters, onChange } = props;
  if (facets === undefined) return <SkeletonRows rows={12} />;
  const byName = new Map<string, FacetValue[]>(facets.facets.map((facet) => [facet.name, facet.values]));
  const groups = filterNames.filter(
    (name) => (byName.get(name)?.length ?? 0) > 0 || (filters[name]?.length ?? 0) > 0,
  );
  return (
    <div style={{ opacity: props.stale ? 0.6 : 1 }}>
      {groups.length === 0 ? (
        <p className="dim">Filters appear here with the first released series.</p>
      ) : null}
      {groups.map((name) => {
        const { [name]: _, ...others } = filters;
        return (
          <FacetGroup
            key={name}
            name={name}
            values={byName.get(name) ?? []}
            chosen={filters[name] ?? []}
            onToggle={(value) => onChange(toggleValue(filters, name, value))}
            onClear={() => onChange(others)}
          />
        );
      })}
    </div>
  );
}
