import { Button, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { ProblemNotice } from '../shared/ui/notice.tsx';
import { PageHead } from '../shared/ui/page.tsx';
import { keyFromName, keyProblem } from './key.ts';
import { createProject, type ProjectDraft } from './queries.ts';

interface Fields {
  name: string;
  key: string;
  description: string;
  irbNumber: string;
  subjectCodePrefix: string;
  expectedSubjects: number | string;
}

function draftOf(fields: Fields): ProjectDraft {
  return {
    key: fields.key,
    name: fields.name.trim(),
    description: fields.description.trim(),
    ...(fields.irbNumber.trim() === '' ? {} : { irbNumber: fields.irbNumber.trim() }),
    settings: {
      ...(fields.subjectCodePrefix.trim() === ''
        ? {}
        : { subjectCodePrefix: fields.subjectCodePrefix.trim() }),
      ...(typeof fields.expectedSubjects === 'number' ? { expectedSubjects: fields.expectedSubjects } : {}),
    },
  };
}

/** The form that makes a project. */
export function NewProjectPage() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const form = useForm<Fields>({
    initialValues: {
      name: '',
      key: '',
      description: '',
      irbNumber: '',
      subjectCodePrefix: '',
      expectedSubjects: '',
    },
    validate: { name: (name) => (name.trim() === '' ? 'Give the project a name.' : null), key: keyProblem },
  });
  const create = useMutation({
    mutationFn: createProject,
    onSuccess: async (project) => {
      await client.invalidateQueries({ queryKey: ['projects'] });
      await client.invalidateQueries({ queryKey: ['home'] });
      await navigate({ to: '/p/$project', params: { project: project.key } });
    },
  });
  const rename = (name: string) => {
    if (form.values.key === keyFromName(form.values.name)) form.setFieldValue('key', keyFromName(name));
    form.setFieldValue('name', name);
  };
  return (
    <div className="page page-narrow">
      <PageHead
        title="New project"
        under="You become its lead. Members, routes and the rules of review can be set afterwards."
      />
      <form className="panel stack" onSubmit={form.onSubmit((fields) => create.mutate(draftOf(fields)))}>
        {create.isError ? <ProblemNotice error={create.error} /> : null}
        <TextInput
          label="Name"
          required
          {...form.getInputProps('name')}
          onChange={(event) => rename(event.currentTarget.value)}
        />
        <TextInput
          label="Key"
          description="Stands in every address and cannot be changed later."
          required
          {...form.getInputProps('key')}
        />
        <Textarea label="Description" autosize minRows={2} {...form.getInputProps('description')} />
        <div className="columns">
          <TextInput label="IRB number" {...form.getInputProps('irbNumber')} />
          <TextInput
            label="Prefix of subject codes"
            placeholder="GBM-"
            {...form.getInputProps('subjectCodePrefix')}
          />
          <NumberInput label="Expected subjects" min={1} {...form.getInputProps('expectedSubjects')} />
        </div>
        <div className="row">
          <Button type="submit" loading={create.isPending}>
            Create project
          </Button>
          <Button variant="default" component={Link} to="/">
            Cancel
          </Button>
        </div>
      </form>
    </div>
  );
}
