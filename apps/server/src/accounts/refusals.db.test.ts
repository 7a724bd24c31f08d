import { describe, expect, it } from 'vitest';
import { withAccess } from '../../test/kit/access.ts';

const { accounts, http, audit, call, person, advance, resetClock } = await withAccess();
http.setRefusalListener((ctx, refusal) => accounts.refusals.record(ctx, refusal));

async function refusalsOf(actor: string) {
  const { items } = await audit.listEntries({ actor, type: 'accounts.access.refused' }, { limit: 100 });
  return items.reverse();
}

describe('what a signed-in person may not do', () => {
  it('is in the audit trail: who, which address, which permission; nothing that was typed', async () => {
    const { id, cookie } = await person();
    expect((await call('GET', '/users?limit=17&typed=Quillfeather', { cookie })).status).toBe(403);
    const [entry] = await refusalsOf(id);
    expect(entry).toMatchObject({
      type: 'accounts.access.refused',
      outcome: 4,
      object: { kind: 'route', id: 'GET /api/v1/users' },
      after: { count: 1 },
      reason: 'kernel/forbidden',
    });
    expect(JSON.stringify(entry)).not.toMatch(/limit|Quillfeather/);
  });

  it('is one entry a minute for each address, with its number, however often it is asked', async () => {
    const { id, cookie } = await person();
    for (let count = 0; count < 40; count++) await call('GET', '/users', { cookie });
    await call('POST', '/users', { cookie, body: { userName: 'somebody', displayName: 'Somebody' } });
    expect(await refusalsOf(id)).toMatchObject([
      { object: { id: 'GET /api/v1/users' }, after: { count: 1 } },
      { object: { id: 'POST /api/v1/users' }, after: { count: 1 } },
    ]);
    advance(2);
    await call('GET', '/users', { cookie });
    expect((await refusalsOf(id)).at(-1)).toMatchObject({
      object: { id: 'GET /api/v1/users' },
      after: { count: 40 },
    });
    resetClock();
  });

  it('is counted to the last at shutdown', async () => {
    const { id, cookie } = await person();
    for (let count = 0; count < 3; count++) await call('GET', '/users', { cookie });
    await accounts.refusals.settle();
    const counts = (await refusalsOf(id)).map(({ after }) => (after as { count: number }).count);
    expect(counts).toEqual([1, 2]);
  });

  it('is no entry for somebody who is not signed in: nobody was refused, and anybody could write', async () => {
    expect((await call('GET', '/users')).status).toBe(401);
    expect(await refusalsOf('anonymous')).toEqual([]);
  });
});
