import { z } from 'zod';
import type { Http } from '../kernel/http/index.ts';
import { stale } from '../kernel/problems/index.ts';
import { draftNotFound, profileInvalid, profileNotFound } from './deidentification.problems.ts';
import { draftChange, profile, profileDraft, profileName } from './deidentification.schema.ts';
import type { Deidentification } from './deidentification.service.ts';
import type { ProfileDraft } from './drafts.service.ts';
import type { StoredProfile } from './profiles.service.ts';

const tag = 'deidentification';
const permission = { system: 'profiles:manage' } as const;
const params = z.object({ name: profileName });

function draftWire(draft: ProfileDraft): z.input<typeof profileDraft> {
  return { ...draft, updatedAt: draft.updatedAt.toISOString() };
}

/** Drafts of profiles over HTTP. */
export function draftRoutes(
  http: Http,
  { drafts }: Deidentification,
  profileWire: (stored: StoredProfile) => z.input<typeof profile>,
): void {
  http.route(
    {
      method: 'GET',
      url: '/profile-drafts',
      operationId: 'listProfileDrafts',
      tag,
      summary: 'Profiles that are being edited',
      permission,
      response: z.object({ items: z.array(profileDraft) }),
    },
    async () => ({ items: (await drafts.list()).map(draftWire) }),
  );
  http.route(
    {
      method: 'PUT',
      url: '/profile-drafts/:name',
      operationId: 'saveProfileDraft',
      tag,
      summary: 'Save a draft; one that is not there is made',
      description: 'Any document is taken: what is wrong with it is told by POST /profile-judgements.',
      permission,
      params,
      body: draftChange,
      response: profileDraft,
      problems: [stale, profileNotFound],
    },
    async ({ ctx, params: { name }, body }) => draftWire(await drafts.save(ctx, name, body)),
  );
  http.route(
    {
      method: 'DELETE',
      url: '/profile-drafts/:name',
      operationId: 'discardProfileDraft',
      tag,
      summary: 'Throw a draft away',
      permission,
      params,
      problems: [draftNotFound, stale],
    },
    ({ ctx, params: { name } }) => drafts.discard(ctx, name),
  );
  http.route(
    {
      method: 'POST',
      url: '/profile-drafts/:name/publication',
      operationId: 'publishProfileDraft',
      tag,
      summary: 'Make a draft the next version of its profile',
      description:
        'From then on it never changes. What arrives afterwards is treated by it where it is used.',
      permission,
      params,
      body: z.object({ version: z.number().int(), reason: z.string().trim().min(1).max(2000) }),
      response: profile,
      status: 201,
      problems: [draftNotFound, profileInvalid, stale],
    },
    async ({ ctx, params: { name }, body }) => profileWire(await drafts.publish(ctx, name, body)),
  );
}
