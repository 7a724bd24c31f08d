import '../audit/audit.css';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { Keyword } from './keyword.tsx';
import { actionInWords } from './profile-document.ts';
import { type ProfileDiff, type Vocabulary, vocabularyQuery } from './queries.ts';
import { settingWords } from './setting-words.ts';

interface Line {
  what: string;
  before: ReactNode;
  after: ReactNode;
}

function overrideWords(one: ProfileDiff['overrides']['added'][number]): string {
  return `${actionInWords(one.action)}: ${one.why}`;
}

/** Of a switch it is said whether it is on; what is not there is not. */
const valueWords = (value: string | null): string | null =>
  value === 'true' ? 'on' : value === 'false' ? 'off' : value;

function linesOf(diff: ProfileDiff, vocabulary: Vocabulary | undefined): Line[] {
  const members = (what: string, { added, removed }: { added: string[]; removed: string[] }): Line[] => [
    ...removed.map((one) => ({ what, before: one, after: null })),
    ...added.map((one) => ({ what, before: null, after: one })),
  ];
  const { overrides } = diff;
  const optionWords = (code: string) =>
    `${code} ${vocabulary?.options.find((one) => one.code === code)?.meaning.replace(/ Option$/, '') ?? ''}`.trim();
  return [
    ...diff.settings.map(({ member, before, after }) => ({
      what: settingWords(member),
      before: valueWords(before),
      after: valueWords(after),
    })),
    ...members('Option', {
      added: diff.options.added.map(optionWords),
      removed: diff.options.removed.map(optionWords),
    }),
    ...members('Private list', diff.privateLists),
    ...members('Word', diff.descriptorTerms),
    ...overrides.removed.map((one) => ({
      what: `Override ${one.path}`,
      before: overrideWords(one),
      after: null,
    })),
    ...overrides.added.map((one) => ({
      what: `Override ${one.path}`,
      before: null,
      after: overrideWords(one),
    })),
    ...overrides.changed.map(({ before, after }) => ({
      what: `Override ${after.path}`,
      before: overrideWords(before),
      after: overrideWords(after),
    })),
  ];
}

/** `override:4` as people count. */
function deciderWords(by: string): string {
  const [kind, index] = by.split(':');
  if (kind === 'override') return `override ${Number(index) + 1}`;
  return by === '113100' ? 'Basic Profile' : `option ${by}`;
}

const decidedWords = (decided: ProfileDiff['actions'][number]['before']): string =>
  decided === null ? 'as its VR says' : actionInWords(decided.action);

function ActionTable({ actions }: { actions: ProfileDiff['actions'] }) {
  if (actions.length === 0) return <p className="dim">No attribute is treated differently.</p>;
  return (
    <TableFrame label="Attributes that are treated differently">
      <table className="table table-small">
        <thead>
          <tr>
            <th scope="col">Attribute</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
            <th scope="col">By</th>
          </tr>
        </thead>
        <tbody>
          {actions.map((one) => (
            <tr key={one.attribute}>
              <td>
                <span className="mono dim">{one.attribute}</span> <Keyword text={one.keyword ?? ''} />
              </td>
              <td className="nowrap">
                <del className="diff-before">{decidedWords(one.before)}</del>
              </td>
              <td className="nowrap">
                <ins className="diff-after">{decidedWords(one.after)}</ins>
              </td>
              <td className="dim nowrap">{deciderWords(one.after?.by ?? one.before?.by ?? '')}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

/** How a document differs from a version, and what that means for attributes. */
export function DiffView({ diff, from }: { diff: ProfileDiff; from: string }) {
  const vocabulary = useQuery(vocabularyQuery);
  const lines = linesOf(diff, vocabulary.data);
  return (
    <div className="stack">
      <h2>In the document, against {from}</h2>
      {lines.length === 0 ? <p className="dim">Nothing changed.</p> : null}
      {lines.length === 0 ? null : (
        <TableFrame label="Changes of the document">
          <table className="table table-small">
            <thead>
              <tr>
                <th scope="col">What</th>
                <th scope="col">Before</th>
                <th scope="col">After</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((line, index) => (
                <tr key={line.what + String(index)}>
                  <td>{line.what}</td>
                  <td>{line.before === null ? null : <del className="diff-before">{line.before}</del>}</td>
                  <td>{line.after === null ? null : <ins className="diff-after">{line.after}</ins>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      <h2>Attributes that are treated differently ({diff.actions.length})</h2>
      <ActionTable actions={diff.actions} />
    </div>
  );
}
