import './accounts.css';
import { Button, Checkbox, Menu, Modal, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconDots, IconPlus } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Account } from '../api/types.ts';
import { ProblemNotice, toastDone, toastProblem } from '../shared/ui/notice.tsx';
import { PageHead, SkeletonRows } from '../shared/ui/page.tsx';
import { Status } from '../shared/ui/status.tsx';
import { TableFrame } from '../shared/ui/table-frame.tsx';
import { When } from '../shared/ui/when.tsx';
import {
  changeUser,
  createUser,
  endSessions,
  resetPassword,
  type SystemRole,
  usersQuery,
} from './queries.ts';
import { SecretOnce } from './secret-once.tsx';
import { useSession } from './session.ts';

interface Fields {
  userName: string;
  displayName: string;
  email: string;
  systemRoles: SystemRole[];
}
interface Secret {
  userName: string;
  password: string;
}

function AccountDialog(props: {
  account: Account | null;
  onClose: () => void;
  onCreated: (secret: Secret) => void;
}) {
  const { account } = props;
  const client = useQueryClient();
  const form = useForm<Fields>({
    initialValues: {
      userName: account?.userName ?? '',
      displayName: account?.displayName ?? '',
      email: account?.email ?? '',
      systemRoles: (account?.systemRoles ?? []) as SystemRole[],
    },
    validate: {
      userName: (name) => (name.trim() === '' ? 'Give a user name.' : null),
      displayName: (name) => (name.trim() === '' ? 'Give a name.' : null),
    },
  });
  const save = useMutation({
    mutationFn: async (fields: Fields) => {
      const email = fields.email.trim();
      const { systemRoles } = fields;
      const displayName = fields.displayName.trim();
      if (account !== null) {
        await changeUser(account.id, {
          displayName,
          systemRoles,
          email: email === '' ? null : email,
          version: account.version,
        });
        return null;
      }
      const userName = fields.userName.trim();
      const made = await createUser({
        userName,
        displayName,
        systemRoles,
        ...(email === '' ? {} : { email }),
      });
      return { userName, password: made.temporaryPassword };
    },
    onSuccess: async (secret) => {
      await client.invalidateQueries({ queryKey: ['users'] });
      if (secret !== null) props.onCreated(secret);
      props.onClose();
    },
  });
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={account === null ? 'New account' : `Account ${account.userName}`}
    >
      <form className="stack" onSubmit={form.onSubmit((fields) => save.mutate(fields))}>
        {save.isError ? <ProblemNotice error={save.error} /> : null}
        <TextInput
          label="User name"
          description="Cannot be changed later."
          required
          disabled={account !== null}
          data-autofocus
          {...form.getInputProps('userName')}
        />
        <TextInput label="Name" required {...form.getInputProps('displayName')} />
        <TextInput label="E-mail" type="email" {...form.getInputProps('email')} />
        <Checkbox.Group label="System roles" {...form.getInputProps('systemRoles')}>
          <div className="stack" style={{ gap: 6, marginTop: 4 }}>
            <Checkbox
              size="xs"
              value="administrator"
              label="administrator: runs the installation; sees no images without a project role"
            />
            <Checkbox
              size="xs"
              value="auditor"
              label="auditor: reads the whole audit trail, changes nothing"
            />
          </div>
        </Checkbox.Group>
        <div className="row">
          <Button type="submit" loading={save.isPending}>
            {account === null ? 'Create account' : 'Save'}
          </Button>
          <Button variant="default" onClick={props.onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Modal>
  );
}

function stateOf(account: Account): string {
  if (account.disabled) return 'disabled';
  return account.lockedUntil !== null ? 'locked' : 'active';
}

interface RowActions {
  onEdit: (account: Account) => void;
  onSecret: (secret: Secret) => void;
}

function AccountMenu(props: { account: Account; actions: RowActions }) {
  const { account, actions } = props;
  const client = useQueryClient();
  const me = useSession().account.id === account.id;
  const reload = () => client.invalidateQueries({ queryKey: ['users'] });
  const reset = useMutation({
    mutationFn: () => resetPassword(account.id),
    onSuccess: (answer) =>
      actions.onSecret({ userName: account.userName, password: answer.temporaryPassword }),
    onError: toastProblem,
  });
  const end = useMutation({
    mutationFn: () => endSessions(account.id),
    onSuccess: () => toastDone(`${account.userName} is signed out everywhere.`),
    onError: toastProblem,
  });
  const disable = useMutation({
    mutationFn: () => changeUser(account.id, { disabled: !account.disabled, version: account.version }),
    onSuccess: reload,
    onError: toastProblem,
  });
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" size="compact-sm" aria-label={`Actions for ${account.userName}`}>
          <IconDots size={16} />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => actions.onEdit(account)}>Change name and roles</Menu.Item>
        <Menu.Item onClick={() => reset.mutate()}>Set a temporary password</Menu.Item>
        <Menu.Item onClick={() => end.mutate()}>Sign out everywhere</Menu.Item>
        <Menu.Item disabled={me} onClick={() => disable.mutate()}>
          {account.disabled ? 'Allow signing in again' : 'Keep from signing in'}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function AccountTable(props: { accounts: Account[]; actions: RowActions }) {
  return (
    <TableFrame label="Accounts">
      <table className="table">
        <thead>
          <tr>
            <th scope="col">User name</th>
            <th scope="col">Name</th>
            <th scope="col">E-mail</th>
            <th scope="col">System roles</th>
            <th scope="col">State</th>
            <th scope="col">Made</th>
            <th scope="col">
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {props.accounts.map((account) => (
            <tr key={account.id}>
              <th scope="row">{account.userName}</th>
              <td>{account.displayName}</td>
              <td>{account.email ?? '–'}</td>
              <td>{account.systemRoles.join(', ') || '–'}</td>
              <td>
                <Status value={stateOf(account)} />
                {account.mustChangePassword ? <span className="dim"> must change the password</span> : null}
              </td>
              <td>
                <When iso={account.createdAt} />
              </td>
              <td className="right">
                <AccountMenu account={account} actions={props.actions} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableFrame>
  );
}

/** The accounts of the installation. */
export function UsersPage() {
  const users = useQuery(usersQuery);
  const [editing, setEditing] = useState<Account | 'new' | null>(null);
  const [secret, setSecret] = useState<Secret | null>(null);
  return (
    <div className="page">
      <PageHead
        title="Accounts"
        under="Who may sign in. What a person may do in a project is set under its Members."
        actions={
          <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
            New account
          </Button>
        }
      />
      {secret === null ? null : (
        <SecretOnce
          title={`Temporary password of ${secret.userName}`}
          secret={secret.password}
          onClose={() => setSecret(null)}
        >
          It must be changed at the first sign-in. Give it to the person by another way than e-mail.
        </SecretOnce>
      )}
      {users.isPending ? <SkeletonRows /> : null}
      {users.isError ? <ProblemNotice error={users.error} retry={() => void users.refetch()} /> : null}
      {users.data === undefined ? null : (
        <AccountTable accounts={users.data.items} actions={{ onEdit: setEditing, onSecret: setSecret }} />
      )}
      {editing === null ? null : (
        <AccountDialog
          account={editing === 'new' ? null : editing}
          onClose={() => setEditing(null)}
          onCreated={setSecret}
        />
      )}
    </div>
  );
}
