import { z } from 'zod';
import { projectPermissions, systemPermissions, systemRoles } from '../kernel/access/index.ts';
import { pageOf, pageQuery } from '../kernel/http/index.ts';

const systemRole = z.enum(
  Object.keys(systemRoles) as [keyof typeof systemRoles, ...(keyof typeof systemRoles)[]],
);
const displayName = z.string().trim().min(1).max(200);
const email = z.email().max(320);
const password = z.string().min(1).max(1024);
const instant = z.iso.datetime();

export const account = z
  .object({
    id: z.uuid(),
    userName: z.string(),
    displayName: z.string(),
    email: z.string().nullable(),
    systemRoles: z.array(z.string()),
    disabled: z.boolean(),
    mustChangePassword: z.boolean(),
    lockedUntil: instant
      .nullable()
      .describe('Set while too many wrong passwords keep the account from signing in'),
    createdAt: instant,
    version: z.number().int(),
  })
  .meta({ id: 'Account' });
export type Account = z.output<typeof account>;

export const session = z
  .object({
    account,
    permissions: z
      .array(z.enum(systemPermissions))
      .describe('What the account may do in the whole installation'),
    expiresAt: instant.nullable().describe('When the session ends at the latest; null for a token'),
  })
  .meta({ id: 'Session' });
export type SessionView = z.output<typeof session>;

export const signInBody = z.object({ username: z.string().min(1).max(200), password }).meta({ id: 'SignIn' });
export const authenticationBody = z.object({ password }).meta({ id: 'FreshSignIn' });

const scope = z.enum([...systemPermissions, ...projectPermissions]);
const tokenShape = {
  id: z.uuid(),
  name: z.string(),
  scopes: z
    .array(z.string())
    .nullable()
    .describe('Permissions that it is restricted to; null: all of its account’s'),
  createdAt: instant,
  expiresAt: instant.nullable(),
  lastUsedAt: instant.nullable(),
  revokedAt: instant.nullable(),
};
export const token = z.object(tokenShape).meta({ id: 'Token' });
export type Token = z.output<typeof token>;
export const tokenList = z.object({ items: z.array(token) }).meta({ id: 'TokenList' });
export const newToken = z
  .object({ token: z.string().describe('Shown this once'), ...tokenShape })
  .meta({ id: 'NewToken' });
export const createTokenBody = z
  .object({
    name: z.string().trim().min(1).max(200),
    expiresInDays: z
      .number()
      .int()
      .min(1)
      .max(36_500)
      .nullish()
      .describe('null: never; absent: the installation’s default'),
    scopes: z.array(scope).min(1).optional(),
  })
  .meta({ id: 'CreateToken' });

export const accountPage = pageOf(account).meta({ id: 'AccountPage' });
export const accountQuery = pageQuery.extend({
  q: z.string().max(200).optional().describe('Part of the user name or name'),
});
export const createAccountBody = z
  .object({
    userName: z
      .string()
      .regex(
        /^[A-Za-z0-9][A-Za-z0-9._@-]{1,62}$/,
        'takes 2 to 63 letters, digits, dots, @, dashes and underscores',
      ),
    displayName,
    email: email.nullish(),
    systemRoles: z.array(systemRole).default([]),
  })
  .meta({ id: 'CreateAccount' });
export const changeAccountBody = z
  .object({
    displayName: displayName.optional(),
    email: email.nullish(),
    systemRoles: z.array(systemRole).optional(),
    disabled: z.boolean().optional().describe('Keeps the account from signing in; can be undone'),
    version: z.number().int(),
  })
  .meta({ id: 'ChangeAccount' });
export const createdAccount = z
  .object({ account, temporaryPassword: z.string() })
  .meta({ id: 'CreatedAccount' });
export const temporaryPassword = z
  .object({ temporaryPassword: z.string() })
  .meta({ id: 'TemporaryPassword' });
export const changePasswordBody = z
  .object({ currentPassword: password, newPassword: password })
  .meta({ id: 'ChangePassword' });
export const accountParams = z.object({ id: z.uuid() });

const role = z.object({ name: z.string(), description: z.string(), permissions: z.array(z.string()) });
export const roleList = z
  .object({ systemRoles: z.array(role), projectRoles: z.array(role) })
  .meta({ id: 'RoleList', description: 'Roles with what they allow, in plain words' });
