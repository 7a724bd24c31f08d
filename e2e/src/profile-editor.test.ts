import { researchProfile } from '@pesscara/deidentification';
import { setText } from '@pesscara/dicom';
import { makeSeries, patients } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
import { makeProject, openCases, releaseAll, saveRoutes } from '../../apps/server/test/kit/builders.ts';
import { changed } from '../../apps/server/test/kit/objects.ts';
import { send } from '../../apps/server/test/kit/sender.ts';
import { administratorPassword, startServer, type TestServer } from '../../apps/server/test/kit/server.ts';
import { until } from '../../apps/server/test/kit/until.ts';
import { violationsOf } from './kit/accessible.ts';
import { hasChromium, openBrowser, signIn } from './kit/browser.ts';
import { ensureWebApp } from './kit/web-app.ts';

/** A released series of the project `late`, to which a profile was applied again that keeps a name that a vendor coded. */
async function leakAfterRelease(server: TestServer): Promise<void> {
  await makeProject(server, 'late', { originals: 'keep' });
  await saveRoutes(server, [{ project: 'late', match: { callingAe: 'LATE' } }, { project: 'glioma' }]);
  const name = Buffer.from(patients.quillfeather.name).toString('base64');
  const planted = makeSeries({ kind: 't1', slices: 2, size: 16, seriesNumber: 8 }).map((instance) =>
    changed(instance, (dataSet) => {
      setText(dataSet, 0x00290010, 'LO', 'ACME CODED');
      setText(dataSet, 0x00291010, 'LT', name);
    }),
  );
  await send(server, planted, { callingAe: 'LATE' });
  await releaseAll(server, 'late', { count: 1, instances: planted.length });
  const { id: _id, version: _version, ...research } = researchProfile();
  const keep = { path: '0029[ACME CODED]10', action: 'K', why: 'The analysis reads it.' };
  const document = { ...research, basis: 'authorization', overrides: [...research.overrides, keep] };
  const profile = await server.api('POST', '/profiles', { name: 'lax', document });
  const run = { profileId: profile.body['id'], scope: { filter: {} }, reason: 'The analysis reads it.' };
  expect((await server.api('POST', '/projects/late/reruns', run)).status).toBe(202);
  await until(
    'the finding in the released series',
    async () => (await server.api('GET', '/projects/late/released-findings')).body['openCount'] === 1,
  );
}

describe.skipIf(!hasChromium)('who edits a de-identification profile', async () => {
  if (!hasChromium) return;
  ensureWebApp();
  const server = await startServer();
  await makeProject(server, 'glioma');
  await saveRoutes(server, [{ project: 'glioma' }]);
  await send(server, makeSeries({ kind: 't1', slices: 1 }));
  await openCases(server, 'glioma', { count: 1 });
  const { page, complaints } = await openBrowser({ url: server.url });
  await signIn(page, 'admin', administratorPassword);
  const lint = page.getByRole('complementary', { name: 'Lint' });
  const publish = page.getByRole('button', { name: 'Save as a version' });
  const elements = page.getByRole('region', { name: 'Elements' });

  /** The row of an element in a preview, found by the filter as a person does. */
  async function elementRow(keyword: string, view: RegExp) {
    await page.locator('label').filter({ hasText: view }).click();
    await page.getByRole('textbox', { name: 'Filter elements' }).fill(keyword);
    const row = elements.getByRole('row').filter({ hasText: keyword });
    await row.first().waitFor();
    return (await row.first().innerText()).replace(/\s+/g, ' ');
  }

  it('begins a draft as a copy of another, which lacks a basis', async () => {
    await page.goto('/admin/profiles');
    await page.getByRole('button', { name: 'New profile' }).press('Enter');
    await page.getByRole('textbox', { name: 'Name' }).fill('neuro');
    expect(await violationsOf(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'neuro · draft' }).waitFor();
    await lint.getByText(/in the way of saving/).waitFor();
    expect(await publish.isDisabled()).toBe(true);
  });

  it('sets an option and an override by keyboard, and sees what speaks against them at once', async () => {
    await page.getByRole('checkbox', { name: /113109/ }).press('Space');
    await lint.getByText(/serial numbers and names of devices are kept/).waitFor();
    const attribute = page.getByRole('combobox', { name: 'Attribute' });
    await attribute.fill('PatientSex');
    await page.getByRole('option', { name: /PatientSex · 0010,0040/ }).waitFor();
    await attribute.press('Enter');
    await page.getByRole('textbox', { name: 'Why', exact: true }).fill('Nobody asks for it here');
    await page.keyboard.press('Enter');
    await page.getByRole('textbox', { name: 'Why 0010,0040' }).waitFor();
    expect(await attribute.inputValue()).toBe('');
    expect(await violationsOf(page)).toEqual([]);
  });

  it('leaves it unsaved without being asked, finds it again, and takes back what is dropped', async () => {
    const why = page.getByRole('textbox', { name: 'Why 0010,0040' });
    await page.getByRole('link', { name: 'Bring a CTP script' }).press('Enter');
    await page.getByRole('heading', { name: 'CTP scripts' }).waitFor();
    await page.goBack();
    await page.getByText('Your changes are still here, not saved yet').waitFor();
    expect(await why.inputValue()).toBe('Nobody asks for it here');
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Drop them' }).press('Enter');
    await why.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).press('Enter');
    await why.waitFor();
    await page.getByRole('button', { name: 'Discard' }).press('Enter');
    await page.getByText('The draft of neuro is thrown away.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).press('Enter');
    await why.waitFor();
  });

  it('is led to the basis that is asked for, and may save when it is stated', async () => {
    const basis = page.getByRole('combobox', { name: 'Basis of the use' });
    await basis.click();
    await page.getByRole('option', { name: /limited-data-set/ }).click();
    await expect.poll(() => publish.isEnabled(), { timeout: 120_000 }).toBe(true);
    await page.keyboard.press('Control+S');
    await page.getByText('The draft is saved.').waitFor();
    await page.reload();
    await page.getByRole('textbox', { name: 'Why 0010,0040' }).waitFor();
    expect(await page.getByRole('checkbox', { name: /113109/ }).isChecked()).toBe(true);
  });

  it('sees what differs from the version that it began as', async () => {
    await page.getByRole('tab', { name: /Changes/ }).click();
    await page.getByText('PatientSex').first().waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

  it('previews the draft on a series in quarantine, element by element, with originals masked', async () => {
    await page.getByRole('tab', { name: 'Preview' }).click();
    await page.getByRole('button', { name: 'Run on its first image' }).click();
    await page.getByText(/as it arrived. Original values are masked/).waitFor();
    expect(await elementRow('PatientSex', /^Removed/)).toContain('removed Override 5 of the profile');
    const name = await elementRow('PatientName', /^Changed/);
    expect(name).toContain('••••••');
    expect(name).toMatch(/GLIOMA-\d+/);
    expect(await violationsOf(page)).toEqual([]);
  });

  it('makes it a version with a reason, which is only read from then on', async () => {
    await page.getByRole('tab', { name: 'Rules' }).click();
    await publish.click();
    const dialog = page.getByRole('dialog', { name: 'Save neuro as version 1' });
    await dialog.getByRole('textbox', { name: 'Why', exact: true }).fill('For the neuro group');
    await page.getByRole('button', { name: 'Save version 1' }).click();
    await page.getByRole('heading', { name: 'neuro · version 1' }).waitFor();
    expect(await page.getByRole('checkbox', { name: /113109/ }).isDisabled()).toBe(true);
    expect(await page.getByRole('button', { name: 'Remove override 5' }).count()).toBe(0);
    expect(await violationsOf(page)).toEqual([]);
  });

  it('uses it for a project: what arrives then is treated by it', async () => {
    await page.getByRole('button', { name: 'Use for a project' }).click();
    await page
      .getByRole('dialog', { name: 'Use neuro v1' })
      .getByRole('combobox', { name: 'Project' })
      .click();
    await page.getByRole('option', { name: 'Project glioma' }).click();
    await page.getByRole('button', { name: 'Use it' }).click();
    await page.getByText('Project glioma uses neuro v1 from now on.').waitFor();
    await send(server, makeSeries({ kind: 't1-post', slices: 1, seriesNumber: 7 }));
    const cases = await openCases(server, 'glioma', { count: 2 });
    const profiles = await Promise.all(
      cases.map(async ({ id }) => {
        const { body } = await server.api('GET', `/projects/glioma/quarantine/${String(id)}`);
        const { name, version } = body['profile'] as { name: string; version: number };
        return `${name} ${version}`;
      }),
    );
    expect(profiles.sort()).toEqual(['neuro 1', 'research 1']);
  });

  it('makes a rule of a value in quarantine: sees the difference, then saves and uses it in one step', async () => {
    await page.goto('/p/glioma/quarantine-values?q=SeriesDescription');
    await page
      .getByRole('row', { name: /SeriesDescription/ })
      .first()
      .waitFor();
    await page.keyboard.press('m');
    const dialog = page.getByRole('dialog', { name: 'A rule for SeriesDescription' });
    await dialog.getByRole('heading', { name: /against neuro v1/ }).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await dialog.getByRole('textbox', { name: 'Why' }).fill('Plans are named there');
    await page.keyboard.press('Enter');
    await page.getByText('Project glioma uses neuro version 2 for what arrives from now on.').waitFor();
    const { body } = await server.api('GET', '/projects/glioma');
    const { profileId } = body['settings'] as { profileId: string };
    expect((await server.api('GET', `/profiles/${profileId}`)).body).toMatchObject({
      name: 'neuro',
      version: 2,
    });
  });

  it('is told what a changed profile lets through in a released series, and sends it back to quarantine', async () => {
    await leakAfterRelease(server);
    await page.goto('/p/late/released-findings');
    const found = page.getByRole('region').filter({ hasText: 'needs a decision' });
    await found.getByText('(0029,1010)').first().waitFor();
    expect(await violationsOf(page)).toEqual([]);
    expect((await page.content()).toLowerCase()).not.toContain('quillfeather');
    const dialog = page.getByRole('dialog');
    const giveReason = async (why: string) => {
      await dialog.getByRole('textbox', { name: 'Why' }).fill(why);
      await dialog.getByRole('button', { name: /^(Keep released|Send back)$/ }).click();
    };
    await found.getByRole('button', { name: /^Keep released/ }).click();
    await giveReason('A street of that name');
    await page.getByText('needs a second person').first().waitFor();
    await page.getByRole('button', { name: /^Take it back/ }).click();
    await found.getByRole('button', { name: /^Send back to quarantine/ }).click();
    await giveReason('The name is in it');
    await page.getByText('Nothing was found', { exact: true }).waitFor();
    expect((await server.api('GET', '/projects/late/series')).body['items']).toEqual([]);
    await page
      .locator('label')
      .filter({ hasText: /^Decided$/ })
      .click();
    await page.getByText('sent back to quarantine').first().waitFor();
    await page.getByRole('link', { name: /^LATE-/ }).click();
    await page.waitForURL(/\/p\/late\/quarantine\?case=/);
    expect(complaints.filter((one) => !one.includes('401'))).toEqual([]);
  });
});
