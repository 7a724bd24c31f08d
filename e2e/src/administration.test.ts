import { makeSeries, type PhantomInstance, part10Of } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
import { itemsOf } from '../../apps/server/test/kit/api.ts';
import { allItems, makeProject, openCases } from '../../apps/server/test/kit/builders.ts';
import { send } from '../../apps/server/test/kit/sender.ts';
import { administratorPassword, startServer } from '../../apps/server/test/kit/server.ts';
import { until } from '../../apps/server/test/kit/until.ts';
import { hasChromium, openBrowser, signIn } from './kit/browser.ts';
import { approveByKey } from './kit/review.ts';
import { ensureWebApp } from './kit/web-app.ts';

const newPassword = 'a walk along the river';

describe.skipIf(!hasChromium)('an administrator', async () => {
  if (!hasChromium) return;
  ensureWebApp();
  const server = await startServer();
  await makeProject(server, 'trial');
  const { page, complaints } = await openBrowser({ url: server.url });
  const { page: other } = await openBrowser({ url: server.url });
  await signIn(page, 'admin', administratorPassword);
  const temporary: Record<string, string> = {};

  it('makes accounts, whose temporary passwords are shown once', async () => {
    await page.goto('/admin/users');
    for (const [userName, name] of [
      ['blair', 'Blair Ellis'],
      ['marta', 'Marta Lindqvist'],
    ] as const) {
      await page.getByRole('button', { name: 'New account' }).click();
      const dialog = page.getByRole('dialog', { name: 'New account' });
      await dialog.getByRole('textbox', { name: 'User name' }).fill(userName);
      await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(name);
      await dialog.getByRole('button', { name: 'Create account' }).click();
      await page.getByText(`Temporary password of ${userName}`).waitFor();
      temporary[userName] = (await page.locator('.secret code').textContent()) ?? '';
      await page.getByRole('button', { name: 'I have kept it' }).click();
      await page.getByRole('row', { name: new RegExp(name) }).waitFor();
    }
  });

  it('gives them roles in a project, and takes them away', async () => {
    await page.goto('/p/trial/members');
    for (const userName of ['blair', 'marta']) {
      await page.getByRole('textbox', { name: 'User name' }).fill(userName);
      if (userName === 'blair') {
        await page.getByRole('combobox', { name: 'Roles', exact: true }).focus();
        await page.keyboard.press('ArrowDown');
        for (const role of ['reviewer', 'importer']) await page.getByRole('option', { name: role }).click();
        await page.keyboard.press('Escape');
      }
      await page.getByRole('button', { name: 'Add member' }).click();
      await page.getByRole('row', { name: new RegExp(userName) }).waitFor();
    }
    await until('the roles', async () => {
      const { body } = await server.api('GET', '/projects/trial/members');
      const members = body['items'] as { account: { userName: string }; roles: string[] }[];
      const roles = members.find((one) => one.account.userName === 'blair')?.roles ?? [];
      return roles.includes('reviewer') && roles.includes('importer');
    });
    await page.getByRole('button', { name: 'Remove Marta Lindqvist' }).click();
    await page.getByRole('row', { name: /marta/ }).waitFor({ state: 'detached' });
  });

  it('lets the new person in, who must first choose a password of their own', async () => {
    await signIn(other, 'blair', String(temporary['blair']));
    await other.getByText('Choose your own password first').waitFor();
    await other.getByRole('textbox', { name: 'Current password' }).fill(String(temporary['blair']));
    await other.getByRole('textbox', { name: 'New password', exact: true }).fill(newPassword);
    await other.getByRole('textbox', { name: 'New password again' }).fill(newPassword);
    await other.getByRole('button', { name: 'Change password' }).click();
    await other.getByText('Password changed.').waitFor();
    await other.getByRole('link', { name: 'My projects' }).click();
    await other
      .getByRole('link', { name: /Project trial/ })
      .first()
      .click();
    await other.getByRole('link', { name: 'Quarantine' }).waitFor();
    expect(await other.getByRole('link', { name: 'Accounts' }).count()).toBe(0);
  });

  it('makes a token that works until it is revoked', async () => {
    await page.goto('/me?tab=tokens');
    await page.getByLabel('Name of the new token').fill('nightly export');
    await page.getByRole('button', { name: 'Make a token' }).click();
    const call = server.callerWith((await page.locator('.secret code').textContent()) ?? '');
    expect((await call('GET', '/sessions/current')).status).toBe(200);
    await page.getByRole('button', { name: 'Revoke nightly export' }).click();
    await page.getByText('nightly export no longer works.').waitFor();
    expect((await call('GET', '/sessions/current')).status).toBe(401);
  });

  it('sees what no route matched, and sends it to a project', async () => {
    await send(server, makeSeries({ kind: 't1', slices: 2 }), { callingAe: 'UNKNOWN' });
    await page.goto('/');
    await page.getByRole('link', { name: /^Held 2/ }).click();
    await page.getByText('no route matched').first().waitFor();
    await page.getByRole('checkbox', { name: 'Choose all shown' }).check();
    await page.getByRole('button', { name: 'Route to a project' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('combobox', { name: 'To project' }).click();
    await page.getByRole('option', { name: 'Project trial' }).click();
    await dialog.getByRole('button', { name: 'Route 2 objects' }).click();
    await page.getByText('Nothing is held').waitFor();
    await openCases(server, 'trial', { count: 1, instances: 2 });
  });

  it('draws a route, tries it, and what comes by it needs no hand', async () => {
    await page.getByRole('link', { name: 'Routes' }).click();
    await page.getByRole('button', { name: 'Add a route' }).click();
    await page.getByLabel('Name of the route').fill('scanner 3');
    await page.getByLabel('Calling AE title').first().fill('SCAN*');
    await page.getByRole('combobox', { name: 'To project' }).click();
    await page.getByRole('option', { name: 'Project trial' }).click();
    await page.getByRole('button', { name: 'Save the routes' }).click();
    await page.getByText(/Routes saved as version/).waitFor();
    const bench = page.locator('form').filter({ hasText: 'Test bench' });
    await bench.getByLabel('Calling AE title').fill('SCAN3');
    await bench.getByRole('button', { name: 'Try it' }).click();
    await bench.getByText('Route “scanner 3”').waitFor();
    await bench.getByLabel('Calling AE title').fill('OTHER');
    await bench.getByRole('button', { name: 'Try it' }).click();
    await bench.getByText('No route matches').waitFor();
    await send(server, makeSeries({ kind: 'flair', slices: 2, seriesNumber: 2 }), { callingAe: 'SCAN3' });
    await openCases(server, 'trial', { count: 2, instances: 4 });
    expect(itemsOf(await server.api('GET', '/held'))).toEqual([]);
  });

  it('asks for a reviewer who is not the importer, and for a second one', async () => {
    await page.goto('/p/trial/settings');
    await page.getByText('A reviewer may decide what they imported themselves').click();
    await page.getByText('Every release needs a second reviewer').click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Settings saved.').waitFor();
    expect((await server.api('GET', '/projects/trial')).body['settings']).toMatchObject({
      reviewerMayBeImporter: false,
      secondReviewer: true,
    });
  });

  it('had nothing to complain about on the way', () => {
    expect(complaints.filter((one) => !one.includes('401'))).toEqual([]);
  });

  it('keeps a person from deciding what they imported', async () => {
    const session = await server.anonymous('POST', '/sessions', {
      body: { username: 'blair', password: newPassword },
    });
    const headers = { cookie: String(session.headers.get('set-cookie')).split(';')[0] ?? '' };
    const begun = await server.anonymous('POST', '/projects/trial/uploads', { headers });
    const [image] = makeSeries({ kind: 't2', slices: 1, seriesNumber: 3 }) as [PhantomInstance];
    await server.anonymous('POST', `/projects/trial/uploads/${String(begun.body['id'])}/files`, {
      headers,
      bytes: part10Of(image),
      contentType: 'application/dicom',
    });
    const own = await until('the upload in quarantine', async () => {
      const cases = await allItems(server.admin, '/projects/trial/quarantine');
      return cases.find((one) => one['channel'] === 'upload');
    });
    await other.goto(`/p/trial/quarantine?case=${String(own['id'])}`);
    await other.getByText('You cannot approve this series').waitFor();
    await other
      .getByText(/wants another person to review/)
      .first()
      .waitFor();
    await other.keyboard.press('a');
    await other
      .locator('.mantine-Notification-root')
      .getByText(/wants another person to review/)
      .waitFor();
    const { body } = await server.api('GET', `/projects/trial/quarantine/${String(own['id'])}`);
    expect(body['state']).toBe('open');
  });

  it('lets nothing go before two people have approved it', async () => {
    const [arrived] = (await allItems(server.admin, '/projects/trial/quarantine')).filter(
      (one) => one['channel'] === 'dimse',
    );
    const id = String(arrived?.['id']);
    const state = async () => (await server.api('GET', `/projects/trial/quarantine/${id}`)).body['state'];
    await other.goto(`/p/trial/quarantine?case=${id}`);
    await approveByKey(other);
    await until('the first approval', async () => (await state()) === 'first-approved');
    await page.goto(`/p/trial/quarantine?case=${id}`);
    await page.getByText('A second reviewer, another person, must approve it too.').waitFor();
    await approveByKey(page);
    await until('the release', async () => (await state()) === 'released');
  });
});
