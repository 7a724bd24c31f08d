import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { makeSeries, part10Of } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
import { makeProject } from '../../apps/server/test/kit/builders.ts';
import { administratorPassword, startServer, temporaryFolder } from '../../apps/server/test/kit/server.ts';
import { violationsOf } from './kit/accessible.ts';
import { hasChromium, openBrowser, signIn } from './kit/browser.ts';
import { ensureWebApp } from './kit/web-app.ts';

const wrong = `<script>
<e en="T" t="00100010" n="PatientName">@Remove()</e>
<e en="T" t="00100020" n="PatientID">@hash(this,10)</e>
</script>
`;

describe.skipIf(!hasChromium)('who brings a CTP script', async () => {
  if (!hasChromium) return;
  ensureWebApp();
  const server = await startServer();
  const { page, complaints } = await openBrowser({ url: server.url });
  await signIn(page, 'admin', administratorPassword);
  const folder = temporaryFolder('ctp-scripts');

  async function choose(name: string, text: string, field = 0): Promise<void> {
    const file = path.join(folder, name);
    await writeFile(file, text);
    await page.locator('input[type=file]').nth(field).setInputFiles(file);
  }

  it('sees what is wrong with it, line by line, and cannot keep it', async () => {
    await page.goto('/admin/profiles');
    await page.getByRole('link', { name: 'Bring a CTP script' }).click();
    await choose('wrong.script', wrong);
    await page.getByText('1 error: it cannot be used').waitFor();
    await page.getByRole('textbox', { name: 'Name of the profile' }).fill('site-ctp');
    await page.getByRole('textbox', { name: 'Why' }).fill('As before');
    const keep = page.getByRole('button', { name: 'Keep it as a version' });
    expect(await keep.isDisabled()).toBe(true);
    await page.getByRole('button', { name: /the function is @remove/ }).click();
    expect(await page.evaluate('document.activeElement?.id')).toBe('script-line-2');
    await choose('lookup.properties', 'ptid/MRN-1 = SUBJECT-1\n', 1);
    await page.getByText('lookup.properties').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Choose no file' }).press('Enter');
  });

  it('mends it, keeps it, and sees the version', async () => {
    await choose('right.script', wrong.replace('@Remove', '@remove'));
    await page.getByText(/No error, \d+ to think about/).waitFor();
    await page.getByRole('button', { name: 'Keep it as a version' }).click();
    await page.getByText('Choose site-ctp for a project or a route').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.goto('/admin/profiles');
    await page.getByRole('heading', { name: 'site-ctp' }).waitFor();
  });

  it('brings its next version, and sees which lines changed', async () => {
    await page.goto('/admin/profiles/ctp');
    const right = wrong.replace('@Remove', '@remove');
    await choose('next.script', right.replace('@hash(this,10)', '@hash(this,12)'));
    await page.getByRole('textbox', { name: 'Name of the profile' }).fill('site-ctp');
    await page.getByRole('textbox', { name: 'Why' }).fill('Longer codes');
    await page.getByRole('button', { name: 'Keep it as a version' }).click();
    await page.getByText('Choose site-ctp for a project or a route').waitFor();
    await page.goto('/admin/profiles');
    const versions = page.locator('section', { has: page.getByRole('heading', { name: 'site-ctp' }) });
    await versions.getByRole('link', { name: /version 2/ }).click();
    await page.getByRole('tab', { name: 'Changes' }).click();
    const changes = page.getByLabel('Script: changes');
    expect(await changes.locator('del').textContent()).toContain('- <e en="T" t="00100020"');
    expect(await changes.locator('ins').textContent()).toContain('@hash(this,12)');
    expect(await violationsOf(page)).toEqual([]);
  });

  it('converts a script of DicomEdit, and reads what was left out', async () => {
    await page.goto('/admin/profiles/ctp');
    await choose(
      'site.das',
      'version "6.3"\n(0010,0010) := subject\n(0008,1030) := project\n(0010,0020) := getURL["x"]\n',
    );
    await page.getByRole('button', { name: 'Convert it' }).press('Enter');
    await page.getByText(/^2 statements left out/).waitFor();
    await page.getByRole('textbox', { name: 'project' }).fill('GLIOMA');
    await page.keyboard.press('Enter');
    await page.getByText(/^1 statement left out/).waitFor();
    await page.getByRole('cell', { name: '@always()GLIOMA' }).waitFor();
    await page.getByRole('cell', { name: '(0010,0020) := getURL["x"]' }).waitFor();
    await page.getByText(/No error, \d+ to think about/).waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

  it('reads its statement and tries it on a file, by keyboard', async () => {
    const tab = page.getByRole('tab', { name: 'Files' });
    await page.goto('/admin/profiles');
    const versions = page.locator('section', { has: page.getByRole('heading', { name: 'site-ctp' }) });
    await versions.getByRole('link', { name: /version 1/ }).click();
    await tab.focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText('This is its first version.').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.getByText('You see no images of any project').waitFor();
    await page.keyboard.press('ArrowRight');
    const [instance] = makeSeries({ kind: 't1', slices: 1 });
    if (instance === undefined) throw new Error('no phantom');
    const file = path.join(folder, 'one.dcm');
    await writeFile(file, part10Of(instance));
    await page.locator('input[type=file]').setInputFiles(file);
    await page
      .getByText(/Line 3: @hash/)
      .first()
      .waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('tab', { name: 'Test bench' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.getByText('## Elements with a rule').waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

  it('takes over the integers of a CTP that was killed, by keyboard, and sees first what that does', async () => {
    await makeProject(server, 'counted');
    const testing = path.resolve(import.meta.dirname, '../../packages/ctp/src/testing');
    const files = ['integers.db', 'integers.lg'].map((name) => path.join(folder, name));
    for (const file of files)
      await writeFile(
        file,
        gunzipSync(await readFile(path.join(testing, `killed-${path.basename(file)}.gz`))),
      );
    await page.goto('/admin/profiles/ctp');
    const panel = page.getByRole('region', { name: 'Integer table' });
    await panel.getByRole('combobox', { name: 'Project' }).focus();
    await page.keyboard.type('counted');
    await page.getByRole('option', { name: 'Project counted' }).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const chooser = page.waitForEvent('filechooser');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await (await chooser).setFiles(files);
    await panel.getByText('This is what the import would do.').waitFor();
    expect(await panel.getByRole('row', { name: 'ptid' }).innerText()).toMatch(/ptid\s+22\s+0\s+23/);
    expect(await violationsOf(page)).toEqual([]);
    await panel.getByRole('textbox', { name: 'Reason of the import' }).fill('Moving from CTP');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await panel.getByText(/^Imported/).waitFor();
    expect(await violationsOf(page)).toEqual([]);
    expect(complaints.filter((one) => !one.includes('401'))).toEqual([]);
  });
});
