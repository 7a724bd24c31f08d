import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { formatNoun } from '../shared/format.ts';
import { Notice } from '../shared/ui/notice.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import type { DicomEditNote } from './ctp-queries.ts';

/** A DicomEdit script that was made a script of CTP. */
export interface Converted {
  readonly name: string;
  /** As it came. */
  readonly original: string;
  readonly notes: readonly DicomEditNote[];
  /** What was made of it. */
  readonly script: string;
  /** Variables that only a person can give a value, whether it was given or not. */
  readonly asked: readonly string[];
}

/** Offers to make a script of CTP of one of DicomEdit. */
export function DicomEditOffer(props: { isConverting: boolean; onConvert: () => void }) {
  return (
    <Notice
      tone="info"
      title="This is a script of XNAT’s DicomEdit"
      actions={
        <Button size="xs" loading={props.isConverting} onClick={props.onConvert}>
          Convert it
        </Button>
      }
    >
      <p>The common part of it becomes a script of CTP. What has no like there is listed.</p>
    </Notice>
  );
}

function NoteRow({ note, text }: { note: DicomEditNote; text: string }) {
  return (
    <tr>
      <td>{note.line}</td>
      <td className="nowrap">{note.kind === 'leftOut' ? 'left out' : 'differs'}</td>
      <td className="mono" style={{ overflowWrap: 'anywhere' }}>
        {text}
      </td>
      <td>{note.message}</td>
    </tr>
  );
}

const variableWords: Readonly<Record<string, string>> = {
  project: 'XNAT’s project label',
  session: 'XNAT’s session label: the same for all images',
};

type Variables = Record<string, string>;

/** Asks for values of variables, and converts again with them. */
function VariableFields(props: {
  asked: readonly string[];
  isConverting: boolean;
  onConvert: (variables: Variables) => void;
}) {
  const [values, setValues] = useState<Variables>({});
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  return (
    <div className="columns columns-end">
      {props.asked.map((variable) => (
        <TextInput
          key={variable}
          label={variable}
          description={variableWords[variable] ?? 'A variable of the script'}
          value={values[variable] ?? ''}
          onChange={({ currentTarget: { value } }) =>
            setValues((earlier) => ({ ...earlier, [variable]: value }))
          }
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            props.onConvert(given);
          }}
        />
      ))}
      <Button variant="default" loading={props.isConverting} onClick={() => props.onConvert(given)}>
        Convert with these values
      </Button>
    </div>
  );
}

/** What of a DicomEdit script is not in what was made of it. */
export function DicomEditNotes(props: {
  converted: Converted;
  isConverting: boolean;
  onConvert: (variables: Variables) => void;
}) {
  const { name, original, notes, script, asked } = props.converted;
  const lines = original.split(/\r\n|\n|\r/);
  const leftOut = notes.filter(({ kind }) => kind === 'leftOut').length;
  const href = `data:text/xml;charset=utf-8,${encodeURIComponent(script)}`;
  return (
    <section className="panel stack" aria-label="Conversion">
      <h2>{name}, converted</h2>
      <Notice tone={leftOut > 0 ? 'warn' : 'good'} role="status">
        {leftOut > 0
          ? `${formatNoun(leftOut, 'statement')} left out: what they did is not done. Add rules for them, or take a profile of PS3.15.`
          : 'Every statement was understood.'}
      </Notice>
      {asked.length === 0 ? null : (
        <VariableFields asked={asked} isConverting={props.isConverting} onConvert={props.onConvert} />
      )}
      {notes.length === 0 ? null : (
        <TableFrame label="What was left out or differs">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Line</th>
                <th scope="col">What</th>
                <th scope="col">Statement</th>
                <th scope="col">Why</th>
              </tr>
            </thead>
            <tbody>
              {notes.map((note, at) => (
                <NoteRow key={at} note={note} text={lines[note.line - 1] ?? ''} />
              ))}
            </tbody>
          </table>
        </TableFrame>
      )}
      <p>
        <a href={href} download={`${name.replace(/\.[^.]*$/, '')}.script`}>
          Download the script
        </a>{' '}
        to go on with it in an editor.
      </p>
    </section>
  );
}
