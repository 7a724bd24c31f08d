import { Autocomplete, Button, Select, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useRef, useState } from 'react';
import type { Override } from './profile-document.ts';
import { attributesQuery, type ProfileAttribute, type Vocabulary } from './queries.ts';

const setAction = 'set';

function labelOf({ keyword, path, vr }: ProfileAttribute): string {
  return `${keyword ?? path} · ${path}${vr === null ? '' : ` · ${vr}`}`;
}

/** The attribute that a text means: one that was suggested, or the first that the server finds for it. */
function meantBy(text: string, items: readonly ProfileAttribute[]): ProfileAttribute | undefined {
  const word = text.trim().toLowerCase();
  return items.find(
    (one) =>
      labelOf(one).toLowerCase() === word ||
      one.keyword?.toLowerCase() === word ||
      one.path.toLowerCase() === word,
  );
}

/**
 * One line to add an override by keyboard: keyword, tag or path; the action; the reason; Enter. The cursor then stands
 * at the beginning again.
 */
export function OverrideEntry(props: { vocabulary: Vocabulary; onAdd: (override: Override) => void }) {
  const [text, setText] = useState('');
  const [action, setLetter] = useState('X');
  const [replacement, setReplacement] = useState('');
  const [why, setWhy] = useState('');
  const first = useRef<HTMLInputElement>(null);
  const [wanted] = useDebouncedValue(text.split(' · ')[0] ?? '', 150);
  const found = useQuery(attributesQuery(wanted));
  const items = found.data?.items ?? [];
  const meant =
    meantBy(text, items) ?? (text.includes(' ') ? undefined : items.find((one) => one.path === text));
  const isUnknown = text.trim() !== '' && found.isSuccess && wanted === text && items.length === 0;
  const canAdd = meant !== undefined && why.trim() !== '';
  const add = () => {
    if (meant === undefined || why.trim() === '') return;
    const done = action === setAction ? { set: replacement } : action;
    props.onAdd({ path: meant.path, action: done, why: why.trim() });
    setText('');
    setWhy('');
    setReplacement('');
    first.current?.focus();
  };
  const onEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    add();
  };
  const actions = [
    ...props.vocabulary.actions.map((one) => ({ value: one.action, label: `${one.action}: ${one.meaning}` })),
    { value: setAction, label: 'Set a text' },
  ];
  return (
    <div className="override-entry" role="group" aria-label="Add an override">
      <Autocomplete
        ref={first}
        label="Attribute"
        placeholder="PatientAge, (0010,1010), 0019[CREATOR]0A"
        data={items.map(labelOf)}
        filter={({ options }) => options}
        value={text}
        onChange={setText}
        selectFirstOptionOnChange
        error={isUnknown ? 'No attribute has this keyword, tag or path.' : null}
      />
      <div>
        <Select
          label="Action"
          data={actions}
          value={action}
          allowDeselect={false}
          onChange={(next) => setLetter(next ?? 'X')}
        />
        {action === setAction ? (
          <TextInput
            aria-label="Text"
            placeholder="Text"
            mt={4}
            value={replacement}
            maxLength={64}
            onChange={(event) => setReplacement(event.currentTarget.value)}
          />
        ) : null}
      </div>
      <TextInput
        label="Why"
        placeholder="For the conformance statement"
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
        onKeyDown={onEnter}
      />
      <Button mt={22} variant="default" leftSection={<IconPlus size={16} />} disabled={!canAdd} onClick={add}>
        Add
      </Button>
    </div>
  );
}
