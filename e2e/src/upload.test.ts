import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeSeries, patients } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
import { makePerson, makeProject, openCases } from '../../apps/server/test/kit/builders.ts';
import { writeFiles } from '../../apps/server/test/kit/sender.ts';
import { startServer, temporaryFolder } from '../../apps/server/test/kit/server.ts';
import { until } from '../../apps/server/test/kit/until.ts';
import { hasChromium, openBrowser, signIn } from './kit/browser.ts';
import { holdRequests } from './kit/held-requests.ts';
import { ensureWebApp } from './kit/web-app.ts';

const kinds = ['t1', 't2', 'flair', 'dwi', 'adc', 'localizer'] as const;
const atOnce = 3;

describe.skipIf(!hasChromium)('an upload that is interrupted', async () => {
  if (!hasChromium) return;
  ensureWebApp();
  const server = await startServer();
  await makeProject(server, 'upload');
  const importer = await makePerson(server, { roles: { upload: ['importer'] } });
  const folder = temporaryFolder('disk');
  const made = kinds.map((kind, at) => makeSeries({ kind, slices: 3, size: 32, seriesNumber: at + 1 }));
  await Promise.all(made.map((series, at) => writeFiles(series, path.join(folder, `disk/${at}`))));
  await writeFile(path.join(folder, 'disk/README.txt'), 'not an image');
  const images = made.flat().length;
  const firstImages = made.slice(0, atOnce).flat().length;
  const { page, complaints } = await openBrowser({ url: server.url });
  // The browser asks before the tab is closed or loaded anew during an upload.
  page.on('dialog', (dialog) => void dialog.accept());
  await signIn(page, importer.userName, importer.password);

  const choose = async () => {
    await page.locator('#upload-folder').setInputFiles(path.join(folder, 'disk'));
    await page.getByText(`${images + 1} of ${images + 1} files read · ${kinds.length} series`).waitFor();
  };
  const progress = page.getByRole('region', { name: 'Progress by series' });
  const receiptOf = (line: string) =>
    page.getByText(line, { exact: true }).locator('xpath=following-sibling::*[1]').textContent();

  it('shows what was found by patient and series, without anybody’s name', async () => {
    await page.goto('/p/upload/upload');
    await choose();
    await page.getByRole('button', { expanded: false, name: /QUI/i }).click();
    expect(await page.locator('.upload-series-row').count()).toBe(kinds.length);
    expect(await page.content()).not.toContain(patients.quillfeather.name.split('^')[1]);
    await page.getByRole('button', { name: '1 ignored (list as CSV)' }).waitFor();
  });

  it('pauses: what is on its way arrives, the rest waits', async () => {
    const held = await holdRequests(page, /\/uploads\/[^/]+\/files$/);
    await page.getByRole('button', { name: /^Upload 6 series/ }).click();
    await until('three requests at once', () => held.waiting() === atOnce);
    await until(
      'three series that run',
      async () => (await progress.getByText('running').count()) === atOnce,
    );
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('Pausing: what is on its way is finished first').waitFor();
    await held.letGo();
    await page.getByText('Paused', { exact: true }).waitFor();
    expect([await progress.getByText('done').count(), await progress.getByText('waiting').count()]).toEqual([
      3, 3,
    ]);
    expect(held.waiting()).toBe(0);
    await page.unrouteAll();
  });

  it('is there again when its page was left, and nothing was asked', async () => {
    await page.getByRole('link', { name: 'PESSCARA, home' }).click();
    await page.getByRole('link', { name: /^Upload into upload/ }).press('Enter');
    await page.getByText('Paused', { exact: true }).waitFor();
    expect(await progress.getByText('done').count()).toBe(3);
  });

  it('goes on after the page was closed, without what had arrived', async () => {
    await page.reload();
    await choose();
    await page.getByText(`${firstImages} images reached the server in an earlier attempt`).waitFor();
    const held = await holdRequests(page, /\/uploads\/[^/]+\/files$/);
    await page.getByRole('button', { name: /^Upload 6 series/ }).click();
    await until('the requests', () => held.waiting() === atOnce);
    await held.refuse(413, 'It is too large');
    await held.open();
    await page.getByText('It is too large').first().waitFor();
    await page.getByRole('button', { name: '1 series failed: retry' }).click();
    await page.getByText('Everything that was chosen arrived').waitFor();
    expect(await receiptOf('New, now in quarantine')).toBe(String(images - firstImages));
    await page.unrouteAll();
    await openCases(server, 'upload', { count: kinds.length, instances: images });
  });

  it('lists the files that were left out', async () => {
    expect(await receiptOf('Left out on this computer')).toBe('1');
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: 'List of 1 file not stored (CSV)' }).click();
    expect(await readFile(await (await saved).path(), 'utf8')).toContain('README.txt');
  });

  it('stores nothing twice', async () => {
    await page.getByRole('button', { name: 'Upload more' }).click();
    await choose();
    await page.getByRole('button', { name: /^Upload 6 series/ }).click();
    await page.getByText('Everything that was chosen arrived').waitFor();
    expect([
      await receiptOf('New, now in quarantine'),
      await receiptOf('Here already, not stored again'),
    ]).toEqual(['0', String(images)]);
    await openCases(server, 'upload', { count: kinds.length, instances: images });
    expect(complaints.filter((one) => !/401|413/.test(one))).toEqual([]);
  });
});
