import { centres, makeSeries, patients } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
import { makePerson, makeProject, releaseAll, saveRoutes } from '../../apps/server/test/kit/builders.ts';
import { send } from '../../apps/server/test/kit/sender.ts';
import { startServer } from '../../apps/server/test/kit/server.ts';
import { until } from '../../apps/server/test/kit/until.ts';
import { violationsOf } from './kit/accessible.ts';
import { hasChromium, openBrowser, signIn } from './kit/browser.ts';
import { ensureWebApp } from './kit/web-app.ts';

const issuer = centres.northgate.institutionName;

describe.skipIf(!hasChromium)('an honest broker at the identity desk', async () => {
  if (!hasChromium) return;
  ensureWebApp();
  const server = await startServer();
  await makeProject(server, 'glioma');
  await saveRoutes(server, [{ project: 'glioma' }]);
  await send(server, makeSeries({ kind: 't1', slices: 1, size: 32 }));
  await send(server, makeSeries({ kind: 't1', slices: 1, size: 32, patient: patients.osterwaldt }));
  await releaseAll(server, 'glioma', { count: 2 });
  const broker = await makePerson(server, { roles: { glioma: ['honest-broker'] } });
  const { page, complaints } = await openBrowser({ url: server.url });
  await signIn(page, broker.userName, broker.password);
  const subjects = async () => {
    const { body } = await server.api('GET', '/projects/glioma/subjects');
    return body['items'] as { id: string; code: string; examCount: number }[];
  };
  const [goes, stays] = await subjects();
  if (goes === undefined || stays === undefined) throw new Error('Two subjects are released');

  it('merges two subjects after a preview; the one that goes leads to the one that stays', async () => {
    await page.goto('/p/glioma/identities');
    await page.getByText('Merge subjects').click();
    await page.getByRole('textbox', { name: 'Subject that goes' }).fill(goes.code);
    await page.getByRole('textbox', { name: 'Subject that stays' }).fill(stays.code);
    await page.keyboard.press('Enter');
    await page.getByText('Another subject for 1 exam', { exact: false }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('textbox', { name: 'Reason' }).fill('Same person, says the registry.');
    await page.getByRole('button', { name: 'Do it' }).press('Enter');
    await page.getByRole('cell', { name: 'done', exact: true }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    expect(await subjects()).toMatchObject([{ code: stays.code, examCount: 2 }]);
    const gone = await server.admin('GET', `/projects/glioma/subjects/${goes.id}`);
    expect([gone.status, gone.headers.get('link')]).toEqual([
      410,
      `</api/v1/projects/glioma/subjects/${stays.id}>; rel="successor-version"`,
    ]);
  });

  it('takes it back by keyboard', async () => {
    await page.getByRole('button', { name: /^Undo: merged/ }).press('Enter');
    const takeBack = page.getByRole('dialog', { name: 'Take this back?' });
    await takeBack.getByRole('textbox', { name: 'Reason' }).fill('The registry was wrong.');
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByRole('cell', { name: 'undone', exact: true }).first().waitFor();
    await expect.poll(async () => (await subjects()).length, { timeout: 120_000 }).toBe(2);
    expect(complaints).toEqual([]);
  });

  it('orders the destruction of everything of a person who withdrew consent, and takes it back', async () => {
    await page.getByRole('textbox', { name: 'Subject who withdrew' }).fill(goes.code);
    await page.keyboard.press('Enter');
    await page.getByText('Afterwards there is no undo').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Withdraw consent…' }).press('Enter');
    const order = page.getByRole('dialog', { name: /^Withdraw consent of/ });
    await order.getByRole('textbox', { name: 'Reason' }).fill('Letter of the patient.');
    await order.getByLabel('Your password').fill(broker.password);
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByText('destroyed from').waitFor();

    // What is said to be theirs from now on is destroyed with it: that takes a password, too.
    await page.getByRole('textbox', { name: 'Subject that goes' }).fill(stays.code);
    await page.getByRole('textbox', { name: 'Subject that stays' }).fill(goes.code);
    await page.keyboard.press('Enter');
    await page.getByText('This person withdrew consent').waitFor();
    await page.getByRole('textbox', { name: 'Reason' }).fill('Same person, says the registry.');
    const doIt = page.getByRole('button', { name: 'Do it' });
    expect(await doIt.isDisabled()).toBe(true);
    const finding = page.getByRole('form', { name: 'State a finding' });
    await finding.getByLabel('Your password').fill('not the password');
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await finding.getByText('The password is wrong').waitFor();
    await finding.getByLabel('Your password').fill(broker.password);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^Undo: merged/ }).press('Enter');
    const parted = page.getByRole('dialog', { name: 'Take this back?' });
    await parted.getByRole('textbox', { name: 'Reason' }).fill('The registry was wrong.');
    await parted.getByRole('button', { name: 'Take it back' }).press('Enter');
    await page.getByRole('button', { name: /^Undo: merged/ }).waitFor({ state: 'detached' });

    await page.getByRole('button', { name: /^Undo: consent withdrawn/ }).press('Enter');
    // By its name: the dialog before it fades, and has a field of the same name.
    const takeBack = page.getByRole('dialog', { name: 'Take this back?' });
    await takeBack.getByRole('textbox', { name: 'Reason' }).fill('The patient changed their mind.');
    await takeBack.getByRole('button', { name: 'Take it back' }).press('Enter');
    await page.getByText('destroyed from').waitFor({ state: 'detached' });
    await expect.poll(async () => (await subjects()).length, { timeout: 120_000 }).toBe(2);
    // The wrong password was answered by 401, of which a browser tells.
    expect(complaints.splice(0)).toHaveLength(1);
  });

  it('says that a series shows a fetus, which is a subject of its own from then on', async () => {
    await page.getByText('Mother and child', { exact: true }).click();
    await page.getByRole('textbox', { name: 'Subject of the mother' }).fill(stays.code);
    await page.getByRole('checkbox', { name: /1 image/ }).check();
    await page.getByRole('combobox', { name: 'They show' }).click();
    await page.getByRole('option', { name: 'Fetus A' }).click();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Preview', exact: true }).press('Enter');
    await page.getByText('Another subject for 1 exam', { exact: false }).waitFor();
    await page.getByRole('textbox', { name: 'Reason' }).fill('Label in the images.');
    await page.getByRole('button', { name: 'Do it' }).press('Enter');
    await page.getByText(`is Fetus A of ${stays.code}`).waitFor();
    await page.getByRole('rowheader', { name: 'Fetus A' }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    // Whoever browses sees it, by codes.
    const child = await until('the child to be a subject', async () =>
      (await subjects()).find(({ code }) => ![goes.code, stays.code].includes(code)),
    );
    await page.goto(`/p/glioma/subjects/${child.id}`);
    await page.getByRole('heading', { name: 'Relations' }).waitFor();
    await page.getByText(`Fetus A of ${stays.code}`).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.goBack();
    expect(complaints).toEqual([]);
  });

  it('links who has a temporary ID only, from the list of those who wait', async () => {
    const project = await server.admin('GET', '/projects/glioma');
    const settings = { temporaryIdPatterns: ['TEMP*'] };
    await server.admin('PATCH', '/projects/glioma', { body: { settings, version: project.body['version'] } });
    const patient = { ...patients.osterwaldt, patientId: 'TEMP-0815' };
    await expect
      .poll(
        async () => {
          await send(server, makeSeries({ kind: 't1', slices: 1, size: 32, patient }));
          await page.reload();
          await page.getByRole('heading', { name: 'What was found out' }).waitFor();
          return page.getByRole('heading', { name: '1 subject without a final ID' }).count();
        },
        { timeout: 20_000 },
      )
      .toBe(1);
    await page.getByRole('button', { name: /^Link .* to a patient$/ }).press('Enter');
    await page.keyboard.type(patients.quillfeather.patientId);
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('textbox', { name: 'Issuer of the final ID' }).fill(issuer);
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Reason' }).fill('The registry knows.');
    await page.getByRole('button', { name: 'Do it' }).press('Enter');
    await page.getByRole('heading', { name: 'without a final ID' }).waitFor({ state: 'detached' });
    expect(await page.getByText('TEMP-0815').count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});
