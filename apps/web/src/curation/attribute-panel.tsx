import { SegmentedControl, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Fragment, useEffect, useRef, useState } from 'react';
import type { AttributeRow, AttributeView } from '../api/types.ts';
import '../audit/audit.css';
import { formatCount } from '../shared/format.ts';
import { ProblemNotice } from '../shared/ui/notice.tsx';
import { SkeletonRows } from '../shared/ui/page.tsx';
import { attributesQuery } from './queries.ts';

interface AttributePanelProps {
  project: string;
  caseId: string;
  instance: string | undefined;
  onInstance: (instance: string) => void;
  view: AttributeView;
  onView: (view: AttributeView) => void;
  /** The attribute that a finding is about; its row is marked and comes into view. */
  wantedPath: string | undefined;
  /** Original values by path while they are revealed; null: masked. */
  originals: ReadonlyMap<string, string> | null;
}

function Before(props: { row: AttributeRow; original: string | undefined }) {
  const { row } = props;
  const text = props.original ?? row.beforeMasked;
  if (text === null || text === '')
    return <em className="dim">{row.change === 'added' ? 'absent' : 'empty'}</em>;
  if (row.change === 'kept') return <span>{text}</span>;
  return <del className="diff-before">{text}</del>;
}

function After(props: { row: AttributeRow }) {
  const { row } = props;
  if (row.after === null || row.after === '')
    return <em className="dim">{row.change === 'removed' ? 'removed' : 'empty'}</em>;
  if (row.change === 'kept') return <span>{row.after}</span>;
  return <ins className="diff-after">{row.after}</ins>;
}

/** A keyword that breaks between its words: ReferringPhysicianName. */
function BreakableKeyword(props: { keyword: string }) {
  return props.keyword.split(/(?<=[a-z])(?=[A-Z])/).map((word, at) => (
    <Fragment key={word + String(at)}>
      <wbr />
      {word}
    </Fragment>
  ));
}

function Row(props: { row: AttributeRow; original: string | undefined; isWanted: boolean }) {
  const { row, isWanted } = props;
  const line = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isWanted) line.current?.scrollIntoView({ block: 'center' });
  }, [isWanted]);
  const depth = row.path.split('/').length - 1;
  return (
    <tr ref={line} data-check={row.toCheck || isWanted} aria-current={isWanted ? 'true' : undefined}>
      <td style={{ paddingLeft: 8 + Math.min(depth, 4) * 10 }} title={row.path}>
        <span className="nowrap">{row.tag}</span>
        <br />
        {row.keyword === null ? 'private' : <BreakableKeyword keyword={row.keyword} />}
        {row.toCheck ? <strong> · to check</strong> : null}
      </td>
      <td>
        <Before row={row} original={props.original} />
      </td>
      <td>
        <After row={row} />
      </td>
      <td>
        <span className="rule" title={row.rule}>
          {row.change}
        </span>
        <br />
        <span className="dim">{row.rule}</span>
      </td>
    </tr>
  );
}

/** A path with item numbers, or without: then every item of a sequence is meant. */
function isAt(path: string, wanted: string | undefined): boolean {
  return wanted !== undefined && (path === wanted || path.replaceAll(/\[\d+\]/g, '[]') === wanted);
}

function RowTable(props: {
  rows: AttributeRow[];
  originals: ReadonlyMap<string, string> | null;
  wantedPath: string | undefined;
}) {
  return (
    <div className="attributes-table" tabIndex={0} role="region" aria-label="Attributes">
      <table>
        <thead>
          <tr>
            <th scope="col">Attribute</th>
            <th scope="col">
              {props.originals === null ? 'Before' : 'Original'}
              {props.originals === null ? <span className="visually-hidden"> (masked)</span> : null}
            </th>
            <th scope="col">After</th>
            <th scope="col">Rule</th>
          </tr>
        </thead>
        <tbody>
          {props.rows.map((row) => (
            <Row
              key={row.path}
              row={row}
              original={props.originals?.get(row.path)}
              isWanted={isAt(row.path, props.wantedPath)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What de-identification did to the header of one image: changed, kept, all; each with the rule that acted. */
export function AttributePanel(props: AttributePanelProps) {
  const { view } = props;
  const [wanted, setWanted] = useState('');
  const attributes = useQuery(attributesQuery(props.project, props.caseId, props.instance, view));
  const { data } = attributes;
  const word = wanted.toLowerCase();
  const rows = (data?.rows ?? []).filter((row) =>
    `${row.tag} ${row.keyword} ${row.after ?? ''} ${row.change} ${row.rule}`.toLowerCase().includes(word),
  );
  const counts = data?.counts;
  const count = (value: number | undefined) => (value === undefined ? '' : ` ${formatCount(value)}`);
  return (
    <div className="attributes">
      <div className="row">
        <SegmentedControl
          aria-label="Which attributes"
          value={view}
          onChange={(next) => props.onView(next as AttributeView)}
          data={[
            { value: 'changed', label: `Changed${count(counts?.changed)}` },
            {
              value: 'kept',
              label: `Kept${count(counts?.kept)}${counts?.toCheck ? ` (${counts.toCheck} to check)` : ''}`,
            },
            { value: 'all', label: `All${count(counts?.all)}` },
          ]}
        />
        <TextInput
          aria-label="Filter attributes"
          placeholder="Filter attributes"
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
          style={{ flex: '1 1 110px' }}
        />
        {data !== undefined && data.instances.length > 1 ? (
          <Select
            aria-label="Image whose header is shown"
            w={124}
            searchable
            data={data.instances.map((one, index) => ({
              value: one.id,
              label: `Image ${one.instanceNumber ?? index + 1}`,
            }))}
            value={data.instanceId}
            allowDeselect={false}
            onChange={(instance) => {
              if (instance !== null) props.onInstance(instance);
            }}
          />
        ) : null}
      </div>
      {attributes.isPending ? <SkeletonRows rows={8} height={28} /> : null}
      {attributes.isError ? (
        <ProblemNotice error={attributes.error} retry={() => void attributes.refetch()} />
      ) : null}
      {data === undefined ? null : (
        <RowTable rows={rows} originals={props.originals} wantedPath={props.wantedPath} />
      )}
    </div>
  );
}
