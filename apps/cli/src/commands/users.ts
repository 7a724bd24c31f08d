import { answer, type components } from '@pesscara/api-client';
import type { Command } from 'commander';
import { addNoun, collect, itemsOf, moreNote, textArgument, wholeNumber } from '../command.ts';
import { fields, table } from '../output.ts';
import type { Shell } from '../shell.ts';

type Account = components['schemas']['Account'];
type SystemRole = NonNullable<components['schemas']['CreateAccount']['systemRoles']>[number];
type Scope = NonNullable<components['schemas']['CreateToken']['scopes']>[number];

interface UserOptions {
  name?: string;
  email?: string;
  role?: string[];
  disabled?: boolean;
}

function describe(account: Account): string {
  return fields({
    id: account.id,
    user: account.userName,
    name: account.displayName,
    email: account.email,
    'system roles': account.systemRoles,
    disabled: account.disabled,
    'must change password': account.mustChangePassword,
    'locked until': account.lockedUntil,
    created: account.createdAt,
  });
}

function changesOf({ name, email, role, disabled }: UserOptions) {
  return {
    ...(name === undefined ? {} : { displayName: name }),
    ...(email === undefined ? {} : { email }),
    // The server names the roles that there are when one is misspelt.
    ...(role === undefined ? {} : { systemRoles: role as SystemRole[] }),
    ...(disabled === undefined ? {} : { disabled }),
  };
}

/** users: list, show, create, update, reset-password. */
export function userCommands(program: Command, shell: Shell): void {
  const users = addNoun(program, shell, 'users', 'Accounts (administrators)');
  users
    .verb<{ query?: string; limit: number }>('list', 'Accounts', async ({ client, options }) => {
      const { items, hasMore } = await itemsOf(options.limit, (page) =>
        answer(
          client.api.GET('/api/v1/users', {
            params: { query: { ...page, ...(options.query === undefined ? {} : { q: options.query }) } },
          }),
        ),
      );
      const text = table(items, {
        user: (u) => u.userName,
        name: (u) => u.displayName,
        roles: (u) => u.systemRoles.join(' '),
        disabled: (u) => u.disabled,
        id: (u) => u.id,
      });
      return { value: items, text: text + moreNote(hasMore, options.limit) };
    })
    .option('--query <text>', 'part of a name')
    .option('--limit <number>', 'how many', wholeNumber, 100);
  users.verb('show <id>', 'One account', async ({ client, args }) => {
    const account = await answer(
      client.api.GET('/api/v1/users/{id}', { params: { path: { id: textArgument(args, 0) } } }),
    );
    return { value: account, text: describe(account) };
  });
  users
    .verb<UserOptions>(
      'create <user>',
      'Makes an account with a password for the first sign-in',
      async ({ client, args, options }) => {
        const userName = textArgument(args, 0);
        const body = { userName, displayName: options.name ?? userName, ...changesOf(options) };
        const created = await answer(client.api.POST('/api/v1/users', { body }));
        const text = `${describe(created.account)}\n\nFirst password, shown this once: ${created.temporaryPassword}`;
        return { value: created, text };
      },
    )
    .option('--name <text>', 'name that people read')
    .option('--email <address>', 'address for notices')
    .option('--role <role>', 'administrator or auditor; may be repeated', collect);
  users
    .verb<UserOptions>('update <id>', 'Changes an account', async ({ client, args, options }) => {
      const params = { path: { id: textArgument(args, 0) } };
      const { version } = await answer(client.api.GET('/api/v1/users/{id}', { params }));
      const account = await answer(
        client.api.PATCH('/api/v1/users/{id}', { params, body: { version, ...changesOf(options) } }),
      );
      return { value: account, text: describe(account) };
    })
    .option('--name <text>', 'name that people read')
    .option('--email <address>', 'address for notices')
    .option('--role <role>', 'exactly these system roles; may be repeated', collect)
    .option('--disabled', 'may not sign in any more')
    .option('--no-disabled', 'may sign in again');
  users.verb('reset-password <id>', 'Makes a password for the next sign-in', async ({ client, args }) => {
    const params = { path: { id: textArgument(args, 0) } };
    const result = await answer(client.api.POST('/api/v1/users/{id}/password-reset', { params }));
    return {
      value: result,
      text: `Password for the next sign-in, shown this once: ${result.temporaryPassword}`,
    };
  });
}

/** tokens: list, create, revoke. */
export function tokenCommands(program: Command, shell: Shell): void {
  const tokens = addNoun(program, shell, 'tokens', 'Your API tokens');
  tokens.verb('list', 'Tokens that were not revoked', async ({ client }) => {
    const { items } = await answer(client.api.GET('/api/v1/tokens'));
    const text = table(items, {
      id: (t) => t.id,
      name: (t) => t.name,
      scopes: (t) => t.scopes?.join(' ') ?? 'all',
      expires: (t) => t.expiresAt,
      'last used': (t) => t.lastUsedAt,
      revoked: (t) => t.revokedAt,
    });
    return { value: items, text };
  });
  tokens
    .verb<{ days?: number; scope?: string[] }>(
      'create <name>',
      'Makes a token',
      async ({ client, args, options }) => {
        const body = {
          name: textArgument(args, 0),
          ...(options.days === undefined ? {} : { expiresInDays: options.days }),
          ...(options.scope === undefined ? {} : { scopes: options.scope as Scope[] }),
        };
        const token = await answer(client.api.POST('/api/v1/tokens', { body }));
        return {
          value: token,
          text: `${token.token}\n(shown this once; ${token.expiresAt === null ? 'it does not expire' : `until ${token.expiresAt}`})`,
        };
      },
    )
    .option('--days <number>', 'how long it lasts', wholeNumber)
    .option('--scope <permission>', 'only this permission, e.g. archive:read; may be repeated', collect);
  tokens.verb('revoke <id>', 'Ends a token', async ({ client, args }) => {
    const id = textArgument(args, 0);
    await client.api.DELETE('/api/v1/tokens/{id}', { params: { path: { id } } });
    return { value: { revoked: id }, text: 'The token is revoked.' };
  });
}
