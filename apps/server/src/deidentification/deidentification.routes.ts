import { z } from 'zod';
import type { Http } from '../kernel/http/index.ts';
import { stale } from '../kernel/problems/index.ts';
import { profileInvalid, profileNotFound } from './deidentification.problems.ts';
import type { Profiles, StoredProfile } from './profiles.service.ts';

const document = z.record(z.string(), z.unknown());
const profile = z
  .object({
    id: z.uuid(),
    name: z.string(),
    version: z.number().int(),
    document,
    sha256: z.string(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Profile', description: 'A version of a de-identification profile. It never changes.' });

function wire(stored: StoredProfile): z.input<typeof profile> {
  return { ...stored, document: { ...stored.document }, createdAt: stored.createdAt.toISOString() };
}

/** De-identification profiles over HTTP. */
export function deidentificationRoutes(http: Http, profiles: Profiles): void {
  http.route(
    {
      method: 'GET',
      url: '/profiles',
      operationId: 'listProfiles',
      tag: 'deidentification',
      summary: 'Every version of every de-identification profile',
      permission: 'signed-in',
      response: z.object({ items: z.array(profile) }),
    },
    async () => ({ items: (await profiles.list()).map(wire) }),
  );
  http.route(
    {
      method: 'GET',
      url: '/profiles/:id',
      operationId: 'getProfile',
      tag: 'deidentification',
      summary: 'A version of a profile',
      permission: 'signed-in',
      params: z.object({ id: z.uuid() }),
      response: profile,
      problems: [profileNotFound],
    },
    async ({ params }) => wire(await profiles.find(params.id)),
  );
  http.route(
    {
      method: 'POST',
      url: '/profiles',
      operationId: 'addProfile',
      tag: 'deidentification',
      summary: 'Save the next version of a profile',
      permission: { system: 'profiles:manage' },
      body: z.object({ name: z.string().min(1).max(32), document }),
      response: profile,
      status: 201,
      problems: [profileInvalid, stale],
    },
    async ({ ctx, body }) => wire(await profiles.add(ctx, body.name, body.document)),
  );
}
