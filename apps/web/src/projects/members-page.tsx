import { ActionIcon, Button, MultiSelect, TextInput, Tooltip } from '@mantine/core';
import { IconTrash, IconUsersGroup } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SubmitEvent, useState } from 'react';
import { rolesQuery } from '../accounts/queries.ts';
import type { Member, Project, ProjectRole } from '../api/types.ts';
import { ProblemNotice, toastDone, toastProblem } from '../shared/ui/notice.tsx';
import { EmptyState, PageHead, SkeletonRows } from '../shared/ui/page.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { membersQuery, removeMember, setMember, useProject } from './queries.ts';

const roleNames: ProjectRole[] = ['viewer', 'importer', 'reviewer', 'curator', 'honest-broker', 'lead'];

function useMemberChanges(project: Project) {
  const client = useQueryClient();
  const reload = () => client.invalidateQueries({ queryKey: ['project', project.key] });
  const save = useMutation({
    mutationFn: (change: { user: string; roles: ProjectRole[] }) =>
      setMember(project.key, change.user, change.roles),
    onSuccess: reload,
    onError: toastProblem,
  });
  const remove = useMutation({
    mutationFn: (user: string) => removeMember(project.key, user),
    onSuccess: reload,
    onError: toastProblem,
  });
  return { save, remove };
}

function MemberRow(props: {
  member: Member;
  mayManage: boolean;
  changes: ReturnType<typeof useMemberChanges>;
}) {
  const { member, changes } = props;
  const { account } = member;
  const removeOne = () =>
    changes.remove.mutate(account.id, {
      onSuccess: () => toastDone(`${account.displayName} is no longer a member. Add them again to undo.`),
    });
  return (
    <tr>
      <th scope="row">
        {account.displayName} <span className="dim">{account.userName}</span>
      </th>
      <td>
        {props.mayManage ? (
          <MultiSelect
            aria-label={`Roles of ${account.displayName}`}
            data={roleNames}
            value={member.roles as ProjectRole[]}
            size="xs"
            onChange={(roles) => {
              if (roles.length > 0) changes.save.mutate({ user: account.id, roles });
            }}
          />
        ) : (
          member.roles.join(', ')
        )}
      </td>
      <td className="right">
        {props.mayManage ? (
          <Tooltip label={`Remove ${account.displayName}`}>
            <ActionIcon aria-label={`Remove ${account.displayName}`} onClick={removeOne}>
              <IconTrash size={16} />
            </ActionIcon>
          </Tooltip>
        ) : null}
      </td>
    </tr>
  );
}

function AddMember(props: { changes: ReturnType<typeof useMemberChanges> }) {
  const [user, setUser] = useState('');
  const [roles, setRoles] = useState<ProjectRole[]>(['viewer']);
  const { save } = props.changes;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    save.mutate({ user: user.trim(), roles }, { onSuccess: () => setUser('') });
  };
  return (
    <form className="panel row" style={{ alignItems: 'flex-end' }} onSubmit={submit}>
      <TextInput
        label="User name"
        required
        value={user}
        onChange={(event) => setUser(event.currentTarget.value)}
        style={{ flex: '1 1 180px' }}
      />
      <MultiSelect
        label="Roles"
        data={roleNames}
        value={roles}
        onChange={setRoles}
        size="xs"
        style={{ flex: '2 1 260px' }}
      />
      <Button type="submit" loading={save.isPending} disabled={user.trim() === '' || roles.length === 0}>
        Add member
      </Button>
    </form>
  );
}

function RoleGuide() {
  const roles = useQuery(rolesQuery);
  if (roles.data === undefined) return null;
  return (
    <section className="panel">
      <h2>What the roles may do</h2>
      <dl className="properties">
        {roles.data.projectRoles.map((role) => (
          <RoleLine key={role.name} name={role.name} description={role.description} />
        ))}
      </dl>
    </section>
  );
}

function RoleLine(props: { name: string; description: string }) {
  return (
    <>
      <dt>{props.name}</dt>
      <dd style={{ textAlign: 'left' }}>{props.description}</dd>
    </>
  );
}

/** Who is in the project and with which roles. */
export function MembersPage() {
  const project = useProject();
  const members = useQuery(membersQuery(project.key));
  const changes = useMemberChanges(project);
  const mayManage = project.permissions.includes('project:manage');
  const items = members.data?.items ?? [];
  return (
    <div className="page page-narrow">
      <PageHead title="Members" under={`Who may do what in ${project.name}`} />
      {mayManage ? <AddMember changes={changes} /> : null}
      {members.isPending ? <SkeletonRows /> : null}
      {members.isError ? <ProblemNotice error={members.error} retry={() => void members.refetch()} /> : null}
      {members.isSuccess && items.length === 0 ? (
        <EmptyState icon={<IconUsersGroup size={36} aria-hidden />} title="Nobody is a member yet">
          Add people by their user name. Administrators make accounts under Accounts.
        </EmptyState>
      ) : null}
      {items.length > 0 ? (
        <TableFrame label="Members">
          <table className="table">
            <thead>
              <tr>
                <th scope="col">Person</th>
                <th scope="col">Roles</th>
                <th scope="col">
                  <span className="visually-hidden">Remove</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {items.map((member) => (
                <MemberRow key={member.account.id} member={member} mayManage={mayManage} changes={changes} />
              ))}
            </tbody>
          </table>
        </TableFrame>
      ) : null}
      <RoleGuide />
    </div>
  );
}
