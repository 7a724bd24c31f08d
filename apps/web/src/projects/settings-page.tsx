import { Button, NumberInput, Select, Switch, TagsInput, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Project, ProjectSettings } from '../api/types.ts';
import { profilesQuery } from '../deidentification/queries.ts';
import { Notice, ProblemNotice, toastDone } from '../shared/ui/notice.tsx';
import { PageHead } from '../shared/ui/page.tsx';
import { changeProject, type ProjectChange, projectQuery, useProject } from './queries.ts';

const originals = [
  { value: 'until-decision', label: 'Until the review is decided (encrypted)' },
  { value: 'keep', label: 'Keep, encrypted, for later re-runs of de-identification' },
  { value: 'none', label: 'Never keep' },
];

interface Fields {
  name: string;
  description: string;
  irbNumber: string;
  reviewerMayBeImporter: boolean;
  secondReviewer: boolean;
  decideFlaggedValues: boolean;
  originals: ProjectSettings['originals'];
  profileId: string | null;
  subjectCodePrefix: string;
  temporaryIdPatterns: string[];
  expectedSubjects: number | string;
}

function fieldsOf(project: Project): Fields {
  const { settings } = project;
  return {
    ...settings,
    name: project.name,
    description: project.description,
    irbNumber: project.irbNumber ?? '',
    expectedSubjects: settings.expectedSubjects ?? '',
  };
}

function changeOf(fields: Fields, version: number): ProjectChange {
  const { name, description, irbNumber, expectedSubjects, ...settings } = fields;
  return {
    name: name.trim(),
    description: description.trim(),
    irbNumber: irbNumber.trim() === '' ? null : irbNumber.trim(),
    settings: {
      ...settings,
      expectedSubjects: typeof expectedSubjects === 'number' ? expectedSubjects : null,
    },
    version,
  };
}

type Form = ReturnType<typeof useForm<Fields>>;

function AboutFields(props: { form: Form }) {
  const { form } = props;
  return (
    <section className="panel stack">
      <h2>About</h2>
      <TextInput label="Name" required {...form.getInputProps('name')} />
      <Textarea label="Description" autosize minRows={2} {...form.getInputProps('description')} />
      <div className="columns">
        <TextInput label="IRB number" {...form.getInputProps('irbNumber')} />
        <TextInput label="Prefix of subject codes" {...form.getInputProps('subjectCodePrefix')} />
        <NumberInput label="Expected subjects" min={1} {...form.getInputProps('expectedSubjects')} />
      </div>
    </section>
  );
}

function ReviewFields(props: { form: Form }) {
  const { form } = props;
  const profiles = useQuery(profilesQuery);
  return (
    <section className="panel stack">
      <h2>De-identification and review</h2>
      <Select
        label="De-identification profile"
        description="For arrivals whose route names no other."
        data={(profiles.data?.items ?? []).map((one) => ({
          value: one.id,
          label: `${one.name} v${one.version}`,
        }))}
        placeholder="The installation’s default"
        clearable
        {...form.getInputProps('profileId')}
      />
      <Select
        label="Originals"
        description="What happens to identified bytes. They never lie on disk unencrypted."
        data={originals}
        allowDeselect={false}
        {...form.getInputProps('originals')}
      />
      <TagsInput
        label="Temporary patient IDs"
        description="What IDs look like that are given for a while only, as in emergencies: TEMP*, NOTFALL-????. An asterisk stands for any characters, a question mark for one. Who has no other ID waits at the identity desk."
        acceptValueOnBlur
        {...form.getInputProps('temporaryIdPatterns')}
      />
      <Switch
        label="A reviewer may decide what they imported themselves"
        {...form.getInputProps('reviewerMayBeImporter', { type: 'checkbox' })}
      />
      <Switch
        label="Every release needs a second reviewer"
        {...form.getInputProps('secondReviewer', { type: 'checkbox' })}
      />
      <Switch
        label="Every flagged value needs a decision before a release"
        {...form.getInputProps('decideFlaggedValues', { type: 'checkbox' })}
      />
    </section>
  );
}

function Archive(props: { project: Project; save: (change: ProjectChange) => void }) {
  const archived = props.project.archivedAt !== null;
  return (
    <section className="panel stack">
      <h2>{archived ? 'This project is archived' : 'Archive the project'}</h2>
      <p className="dim">
        {archived
          ? 'It takes no new images. Everything in it can still be seen by its members.'
          : 'It takes no new images any more; nothing is deleted, and it can be opened again.'}
      </p>
      <div>
        <Button
          variant="default"
          onClick={() => props.save({ archived: !archived, version: props.project.version })}
        >
          {archived ? 'Open it again' : `Archive ${props.project.name}`}
        </Button>
      </div>
    </section>
  );
}

function SettingsForm(props: { project: Project }) {
  const { project } = props;
  const client = useQueryClient();
  const form = useForm<Fields>({ initialValues: fieldsOf(project) });
  const save = useMutation({
    mutationFn: (change: ProjectChange) => changeProject(project.key, change),
    onSuccess: async (changed) => {
      client.setQueryData(projectQuery(project.key).queryKey, changed);
      form.setInitialValues(fieldsOf(changed));
      form.reset();
      await client.invalidateQueries({ queryKey: ['projects'] });
      toastDone('Settings saved.');
    },
  });
  return (
    <form
      className="stack"
      onSubmit={form.onSubmit((fields) => save.mutate(changeOf(fields, project.version)))}
    >
      {save.isError ? <ProblemNotice error={save.error} /> : null}
      <AboutFields form={form} />
      <ReviewFields form={form} />
      <div className="row">
        <Button type="submit" loading={save.isPending} disabled={!form.isDirty()}>
          Save
        </Button>
        <Button variant="default" disabled={!form.isDirty()} onClick={() => form.reset()}>
          Put back
        </Button>
      </div>
      <Archive project={project} save={(change) => save.mutate(change)} />
    </form>
  );
}

/** The project's particulars and its rules. */
export function SettingsPage() {
  const project = useProject();
  const mayManage = project.permissions.includes('project:manage');
  return (
    <div className="page page-narrow">
      <PageHead title="Settings" under={`Key ${project.key}`} />
      {mayManage ? (
        <SettingsForm key={project.version} project={project} />
      ) : (
        <Notice tone="info" title="Only a lead can change the settings">
          You can see who leads the project under{' '}
          <Link to="/p/$project/members" params={{ project: project.key }}>
            Members
          </Link>
          .
        </Notice>
      )}
    </div>
  );
}
