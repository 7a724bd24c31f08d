import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeSeries, part10Of } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
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

  async function choose(name: string, text: string): Promise<void> {
    const file = path.join(folder, name);
    await writeFile(file, text);
    await page.locator('input[type=file]').first().setInputFiles(file);
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
    expect(await violationsOf(page)).toEqual([]);
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

  it('reads its statement and tries it on a file, by keyboard', async () => {
    const tab = page.getByRole('tab', { name: 'Files' });
    const versions = page.locator('section', { has: page.getByRole('heading', { name: 'site-ctp' }) });
    await versions.getByRole('link', { name: /version 1/ }).click();
    await tab.focus();
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
    expect(complaints.filter((one) => !one.includes('401'))).toEqual([]);
  });
});
