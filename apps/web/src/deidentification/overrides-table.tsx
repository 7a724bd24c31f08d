import { ActionIcon, Select, TextInput, Tooltip } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { OverrideEntry } from './override-entry.tsx';
import { actionText, type Override, overrideOf } from './profile-document.ts';
import { attributesQuery, type LintFinding, type Vocabulary } from './queries.ts';

interface OverridesProps {
  overrides: Override[];
  findings: readonly LintFinding[];
  vocabulary: Vocabulary;
  /** Undefined: a version, which is only read. */
  onChange: ((overrides: Override[]) => void) | undefined;
}

interface RowProps {
  override: Override;
  index: number;
  count: number;
  vocabulary: Vocabulary;
  isTroubled: boolean;
  onReplace: (override: Override) => void;
  onMove: (by: -1 | 1) => void;
  onRemove: () => void;
}

function RowTools({
  index,
  count,
  onMove,
  onRemove,
}: Pick<RowProps, 'index' | 'count' | 'onMove' | 'onRemove'>) {
  const name = `override ${index + 1}`;
  return (
    <span className="row" style={{ gap: 0, flexWrap: 'nowrap' }}>
      <ActionIcon aria-label={`Move ${name} up`} disabled={index === 0} onClick={() => onMove(-1)}>
        <IconArrowUp size={15} />
      </ActionIcon>
      <ActionIcon aria-label={`Move ${name} down`} disabled={index === count - 1} onClick={() => onMove(1)}>
        <IconArrowDown size={15} />
      </ActionIcon>
      <Tooltip label="Remove">
        <ActionIcon aria-label={`Remove ${name}`} onClick={onRemove}>
          <IconTrash size={15} />
        </ActionIcon>
      </Tooltip>
    </span>
  );
}

/** A path with the keyword that it ends at. */
function PathCell({ path }: { path: string }) {
  const found = useQuery(attributesQuery(path));
  const keyword = found.data?.items.find((one) => one.path === path)?.keyword;
  return (
    <td className="mono">
      {path}
      {keyword ? <div className="dim">{keyword}</div> : null}
    </td>
  );
}

function EditableRow(props: RowProps) {
  const { override, index, vocabulary } = props;
  const isSet = typeof override.action !== 'string';
  const actions = [
    ...vocabulary.actions.map(({ action, meaning }) => ({ value: action, label: `${action}: ${meaning}` })),
    { value: 'set', label: 'Set a text' },
  ];
  return (
    <tr id={`override-${index}`} data-troubled={props.isTroubled}>
      <PathCell path={override.path} />
      <td>
        <Select
          aria-label={`Action on ${override.path}`}
          data={actions}
          value={typeof override.action === 'string' ? override.action : 'set'}
          allowDeselect={false}
          onChange={(next) =>
            props.onReplace({ ...override, action: next === 'set' ? { set: '' } : (next ?? 'X') })
          }
        />
        {isSet && typeof override.action === 'object' ? (
          <TextInput
            aria-label={`Text for ${override.path}`}
            mt={4}
            maxLength={64}
            value={override.action.set}
            onChange={(event) => props.onReplace({ ...override, action: { set: event.currentTarget.value } })}
          />
        ) : null}
      </td>
      <td>
        <TextInput
          aria-label={`Why ${override.path}`}
          value={override.why}
          onChange={(event) => props.onReplace({ ...override, why: event.currentTarget.value })}
        />
      </td>
      <td>
        <RowTools {...props} />
      </td>
    </tr>
  );
}

function ReadRow({ override, index }: { override: Override; index: number }) {
  return (
    <tr id={`override-${index}`}>
      <PathCell path={override.path} />
      <td className="mono">{actionText(override.action)}</td>
      <td>{override.why}</td>
    </tr>
  );
}

function swapped(overrides: readonly Override[], index: number, by: -1 | 1): Override[] {
  const next = [...overrides];
  const [moved] = next.splice(index, 1);
  if (moved !== undefined) next.splice(index + by, 0, moved);
  return next;
}

/** The exceptions of a profile, in order: the first whose path ends at an element acts. */
export function OverridesTable({ overrides, findings, vocabulary, onChange }: OverridesProps) {
  const troubled = new Set(
    findings.filter(({ severity }) => severity !== 'note').map(({ pointer }) => overrideOf(pointer)),
  );
  return (
    <section className="panel stack" id="field-overrides">
      <h2>Overrides ({overrides.length})</h2>
      {onChange === undefined ? null : (
        <OverrideEntry vocabulary={vocabulary} onAdd={(one) => onChange([...overrides, one])} />
      )}
      {overrides.length === 0 ? (
        <p className="dim">None: every attribute goes the way of the table and the options.</p>
      ) : (
        <table className={onChange === undefined ? 'overrides' : 'overrides overrides-edited'}>
          <thead>
            <tr>
              <th scope="col">Path</th>
              <th scope="col">Action</th>
              <th scope="col">Why</th>
              {onChange === undefined ? null : (
                <th scope="col">
                  <span className="visually-hidden">Tools</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {overrides.map((override, index) =>
              onChange === undefined ? (
                <ReadRow key={override.path + String(index)} override={override} index={index} />
              ) : (
                <EditableRow
                  key={override.path + String(index)}
                  override={override}
                  index={index}
                  count={overrides.length}
                  vocabulary={vocabulary}
                  isTroubled={troubled.has(index)}
                  onReplace={(next) => onChange(overrides.map((one, at) => (at === index ? next : one)))}
                  onMove={(by) => onChange(swapped(overrides, index, by))}
                  onRemove={() => onChange(overrides.filter((_, at) => at !== index))}
                />
              ),
            )}
          </tbody>
        </table>
      )}
    </section>
  );
}
