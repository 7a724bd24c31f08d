import './audit.css';
import { Button, TextInput } from '@mantine/core';
import { type SubmitEvent, useState } from 'react';
import { type AuditSearch, auditFilterNames } from './search.ts';

const labels: Record<keyof AuditSearch, string> = {
  actor: 'Who (id of an account or sender)',
  type: 'What, e.g. curation.case.approved',
  objectKind: 'Kind of object',
  objectId: 'Id of the object',
  from: 'From day',
  to: 'To day',
};

/** The filters of an audit page; they stand in the URL. */
export function AuditFilters(props: { search: AuditSearch; onSearch: (search: AuditSearch) => void }) {
  const [fields, setFields] = useState<AuditSearch>(props.search);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    props.onSearch(Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== '')));
  };
  const clear = () => {
    setFields({});
    props.onSearch({});
  };
  return (
    <form className="panel audit-filters" role="search" onSubmit={submit}>
      {auditFilterNames.map((name) => (
        <TextInput
          key={name}
          label={labels[name]}
          type={name === 'from' || name === 'to' ? 'date' : 'text'}
          value={fields[name] ?? ''}
          onChange={(event) => setFields({ ...fields, [name]: event.currentTarget.value })}
        />
      ))}
      <div className="row">
        <Button type="submit">Filter</Button>
        <Button variant="default" onClick={clear} disabled={Object.keys(props.search).length === 0}>
          Clear
        </Button>
      </div>
    </form>
  );
}
