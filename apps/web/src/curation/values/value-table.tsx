import '../../audit/audit.css';
import './values.css';
import { Link } from '@tanstack/react-router';
import { Fragment, useEffect, useRef } from 'react';
import { Keyword } from '../../deidentification/keyword.tsx';
import { formatCount, formatNoun } from '../../shared/format.ts';
import type { Selection } from '../../shared/selection.ts';
import { Status } from '../../shared/ui/status.tsx';
import { TableFrame } from '../../shared/ui/table-frame.tsx';
import { Chip } from '../../shared/ui/tag-chip.tsx';
import type { InventoryValue } from './value-queries.ts';

interface ValueTableProps {
  project: string;
  values: readonly InventoryValue[];
  selection: Selection;
  onToggle: (at: number) => void;
  onUndo: (decision: string) => void;
}

const words = { accept: 'accepted', remove: 'removed', replace: 'replaced' } as const;

function nameOf({ keyword, path }: InventoryValue): string {
  return keyword ?? path;
}

function Decision(props: { one: InventoryValue; onUndo: (decision: string) => void }) {
  const { decision } = props.one;
  if (decision === null) return <span className="dim">none</span>;
  const isWaiting = decision.state === 'waiting';
  return (
    <>
      <Status
        value={isWaiting ? 'waiting' : 'approved'}
        label={`${words[decision.action]}${isWaiting ? ' soon' : ''}`}
      />
      <br />
      <span className="dim">by {decision.byName}</span>{' '}
      <button type="button" className="text-button" onClick={() => props.onUndo(decision.id)}>
        Undo<span className="visually-hidden"> the decision on {nameOf(props.one)}</span>
      </button>
    </>
  );
}

function ValueText(props: { one: InventoryValue }) {
  const { value, standsTogether, decision, isChanged } = props.one;
  if (standsTogether) return <em className="dim">differs from image to image</em>;
  const isGone = isChanged && decision !== null;
  return (
    <>
      {isGone ? <del className="diff-before">{value}</del> : value}
      {decision?.action === 'replace' ? (
        <>
          {' '}
          → <ins className="diff-after">{decision.replacement}</ins>
        </>
      ) : null}
    </>
  );
}

function Attribute(props: { one: InventoryValue }) {
  const { one } = props;
  return (
    <th scope="row">
      {one.keyword === null ? 'private' : <Keyword text={one.keyword} />}
      <br />
      <span className="mono dim value-path">
        {one.path} {one.vr}
      </span>
    </th>
  );
}

/** Broken where its parts meet, not within a number. */
function Rule({ rule }: { rule: string }) {
  return rule.split(/(?<=:)/).map((part, at) => (
    <Fragment key={part + String(at)}>
      {part}
      <wbr />
    </Fragment>
  ));
}

interface ValueRowProps {
  project: string;
  one: InventoryValue;
  isCurrent: boolean;
  isChosen: boolean;
  onToggle: () => void;
  onUndo: (decision: string) => void;
}

function ValueRow(props: ValueRowProps) {
  const { one, isCurrent } = props;
  const line = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isCurrent) line.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  return (
    <tr ref={line} aria-current={isCurrent ? 'true' : undefined}>
      <td>
        <input
          type="checkbox"
          aria-label={`Choose ${nameOf(one)} ${one.value ?? ''}`}
          checked={props.isChosen}
          onChange={props.onToggle}
        />
      </td>
      <Attribute one={one} />
      <td className="value-text">
        <ValueText one={one} />
      </td>
      <td>
        <span className="row">
          {(one.isNew ? ['new', ...one.flags] : one.flags).map((flag) => (
            <Chip key={flag} label={flag} />
          ))}
        </span>
      </td>
      <td className="nowrap">
        {formatCount(one.instanceCount)}{' '}
        <span className="dim">in {formatNoun(one.seriesCount, 'series')}</span>
      </td>
      <td className="dim value-rule">
        <Rule rule={one.rule} />
      </td>
      <td>
        <Decision one={one} onUndo={props.onUndo} />
      </td>
      <td>
        <Link
          className="nowrap"
          to="/p/$project/quarantine"
          params={{ project: props.project }}
          search={{ case: one.sample.caseId, image: one.sample.instanceId, at: one.path }}
        >
          see one<span className="visually-hidden"> of {nameOf(one)}</span>
        </Link>
      </td>
    </tr>
  );
}

/** Distinct values, a row each; the cursor moves by keyboard. */
export function ValueTable(props: ValueTableProps) {
  const { selection } = props;
  return (
    <TableFrame label="Values">
      <table className="table values-table">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Choose</span>
            </th>
            <th scope="col">Attribute</th>
            <th scope="col">Value</th>
            <th scope="col">Flags</th>
            <th scope="col">Images</th>
            <th scope="col">Rule</th>
            <th scope="col">Decision</th>
            <th scope="col">Sample</th>
          </tr>
        </thead>
        <tbody>
          {props.values.map((one, at) => (
            <ValueRow
              key={one.id}
              project={props.project}
              one={one}
              isCurrent={at === selection.cursor}
              isChosen={selection.chosen.has(one.id)}
              onToggle={() => props.onToggle(at)}
              onUndo={props.onUndo}
            />
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}
