import { Select, TextInput } from '@mantine/core';
import { RemovableChip } from '../../shared/ui/tag-chip.tsx';
import { type BatchKey, batchKeys, type ValueSearch, valueFlags, valueStates } from './value-search.ts';

const textVrs = ['AE', 'CS', 'DS', 'IS', 'LO', 'LT', 'PN', 'SH', 'ST', 'UC', 'UI', 'UN', 'UR', 'UT'];
const batchWords: Record<BatchKey, string> = {
  case: 'One series',
  upload: 'One upload',
  association: 'One association',
  subject: 'Subject',
  profile: 'One profile',
};

function without(search: ValueSearch, key: keyof ValueSearch): ValueSearch {
  const { [key]: _, ...rest } = search;
  return rest;
}

/** What the list is narrowed to: the batch as chips that can be taken away, the rest as fields. All of it is in the URL. */
export function ValueFilters(props: { search: ValueSearch; onSearch: (search: ValueSearch) => void }) {
  const { search, onSearch } = props;
  const set = (key: keyof ValueSearch) => (value: string | null) =>
    onSearch(
      value === null || value === '' ? without(search, key) : { ...without(search, key), [key]: value },
    );
  return (
    <div className="row">
      {batchKeys.map((key) =>
        search[key] === undefined ? null : (
          <RemovableChip
            key={key}
            label={key === 'subject' ? `${batchWords[key]} ${search[key]}` : batchWords[key]}
            onRemove={() => onSearch(without(search, key))}
          />
        ),
      )}
      <Select
        aria-label="Flag"
        placeholder="Any flag"
        clearable
        w={130}
        data={[...valueFlags]}
        value={search.flag ?? null}
        onChange={set('flag')}
      />
      <Select
        aria-label="VR"
        placeholder="Any VR"
        clearable
        w={105}
        data={textVrs}
        value={search.vr ?? null}
        onChange={set('vr')}
      />
      <Select
        aria-label="Decision"
        clearable
        placeholder="Decided or not"
        w={150}
        data={[...valueStates]}
        value={search.state ?? null}
        onChange={set('state')}
      />
      <TextInput
        key={search.q === undefined ? 'none' : 'some'}
        aria-label="Attribute"
        placeholder="Attribute"
        w={170}
        defaultValue={search.q ?? ''}
        onChange={(event) => set('q')(event.currentTarget.value)}
      />
    </div>
  );
}
