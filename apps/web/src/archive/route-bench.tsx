import { Button, TagsInput, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { Notice, ProblemNotice } from '../shared/ui/notice.tsx';
import { type RouteTrial, tryRoutes } from './queries.ts';
import { attributeTest } from './routing.ts';

/** Tries the saved routes on an arrival that is described by hand. */
export function RouteBench() {
  const [callingAe, setCallingAe] = useState('');
  const [calledAe, setCalledAe] = useState('');
  const [address, setAddress] = useState('');
  const [attributes, setAttributes] = useState<string[]>([]);
  const trial = useMutation({ mutationFn: tryRoutes });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const tests = attributes.map(attributeTest).filter((one) => one !== null);
    const body: RouteTrial = {
      ...(callingAe === '' ? {} : { callingAe }),
      ...(calledAe === '' ? {} : { calledAe }),
      ...(address === '' ? {} : { address }),
      ...(tests.length === 0
        ? {}
        : { attributes: Object.fromEntries(tests.map((one) => [one.keyword, one.matches])) }),
    };
    trial.mutate(body);
  };
  const matched = trial.data?.matched;
  return (
    <form className="panel stack" onSubmit={submit}>
      <h2>Test bench</h2>
      <p className="dim">Which saved route would take this arrival?</p>
      <div className="route-fields">
        <TextInput
          label="Calling AE title"
          value={callingAe}
          onChange={(event) => setCallingAe(event.currentTarget.value)}
        />
        <TextInput
          label="Called AE title"
          value={calledAe}
          onChange={(event) => setCalledAe(event.currentTarget.value)}
        />
        <TextInput
          label="Address"
          value={address}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        <TagsInput
          label="Attributes"
          placeholder={attributes.length === 0 ? 'Modality=MR' : ''}
          value={attributes}
          onChange={setAttributes}
          acceptValueOnBlur
        />
      </div>
      <div>
        <Button type="submit" variant="default" loading={trial.isPending}>
          Try it
        </Button>
      </div>
      {trial.isError ? <ProblemNotice error={trial.error} /> : null}
      {matched ? (
        <Notice tone="good" role="status" title={`Route “${matched.name}”`}>
          Goes to {matched.project}
          {matched.profile === null ? '' : ` with profile ${matched.profile}`}
          {matched.tags.length === 0 ? '' : `, tagged ${matched.tags.join(', ')}`}.
        </Notice>
      ) : null}
      {matched === null ? (
        <Notice tone="warn" role="status" title="No route matches">
          It would be held, encrypted, until an administrator routes it.
        </Notice>
      ) : null}
    </form>
  );
}
