import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { makeSeries, patients } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
import { writeFiles } from '../../apps/server/test/kit/sender.ts';
import { administratorPassword, startServer, temporaryFolder } from '../../apps/server/test/kit/server.ts';
import { until } from '../../apps/server/test/kit/until.ts';
import { hasChromium, openBrowser, signIn } from './kit/browser.ts';
import { untilApprovable } from './kit/review.ts';
import { ensureWebApp } from './kit/web-app.ts';

const niftiMagicAt = 344;

describe.skipIf(!hasChromium)('the first study, from a folder to a NIfTI file', async () => {
  if (!hasChromium) return;
  ensureWebApp();
  const server = await startServer({ settings: { PESSCARA_REVIEW_UNDO_MS: '1500' } });
  const { page, complaints } = await openBrowser({ url: server.url });
  const folder = temporaryFolder('study');
  await writeFiles(
    makeSeries({ kind: 't1', slices: 12, size: 48, seriesNumber: 1 }),
    path.join(folder, 'disk/one'),
  );
  await writeFiles(
    makeSeries({ kind: 'flair', slices: 12, size: 48, seriesNumber: 2 }),
    path.join(folder, 'disk/two'),
  );

  it('signs in and is shown where to begin', async () => {
    await signIn(page, 'admin', administratorPassword);
    await page.getByText('Create the first project').waitFor();
  });

  it('makes a project, of which its maker is the lead', async () => {
    await page.getByRole('link', { name: 'New project' }).click();
    await page.getByLabel('Name').fill('Glioma 2026');
    expect(await page.getByLabel('Key').inputValue()).toBe('glioma-2026');
    await page.getByRole('button', { name: 'Create project' }).click();
    await page.getByText('No images have arrived yet').waitFor();
  });

  it('shows what a folder holds before anything leaves the computer', async () => {
    await page.getByRole('link', { name: 'Upload a folder' }).click();
    await page.locator('#upload-folder').setInputFiles(path.join(folder, 'disk'));
    await page.getByText('24 of 24 files read · 2 series · 1 patient').waitFor();
    expect(await page.content()).not.toContain(patients.quillfeather.name);
  });

  it('uploads it and gives a receipt', async () => {
    await page.getByRole('button', { name: /Upload 2 series/ }).click();
    await page.getByText('Everything that was chosen arrived').waitFor();
    expect(
      await page.getByText('New, now in quarantine').locator('xpath=following-sibling::*[1]').textContent(),
    ).toBe('24');
  });

  it('approves both series by keyboard alone', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('q');
    await page.getByRole('link', { name: /^Quarantine 2/ }).waitFor();
    for (let left = 2; left > 0; left -= 1) {
      await untilApprovable(page);
      const before = page.url();
      await page.keyboard.press('a');
      await until('the next case', () => page.url() !== before);
    }
    await page.getByText('Everything is decided').waitFor();
  });

  it('finds them released by a query that equals the facets', async () => {
    await page.keyboard.press('g');
    await page.keyboard.press('b');
    await page.getByRole('row', { name: /MR/ }).first().waitFor();
    await page.keyboard.press('/');
    await page.keyboard.type('modality:MR weighting:FLAIR');
    await page.keyboard.press('Enter');
    await page.getByText('1 series', { exact: true }).waitFor();
    expect(new URL(page.url()).searchParams.getAll('weighting')).toEqual(['FLAIR']);
    expect(await page.getByRole('checkbox', { name: /FLAIR/ }).first().isChecked()).toBe(true);
  });

  it('opens the series in the viewer, which draws it', async () => {
    await page.getByRole('grid', { name: 'Series' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/series\//);
    await page.getByText(/^Value/).waitFor();
    const drawn = await until('the picture', async () => {
      const picture = await page.locator('.viewer-stage canvas').screenshot();
      return picture.length > 12_000 && picture;
    });
    expect(drawn.length).toBeGreaterThan(12_000);
  });

  it('downloads it as NIfTI', async () => {
    await page.getByRole('button', { name: 'Download' }).click();
    const saved = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: /^NIfTI/ }).click();
    const download = await saved;
    expect(download.suggestedFilename()).toMatch(/\.nii\.gz$/);
    const volume = gunzipSync(await readFile(await download.path()));
    expect(volume.toString('latin1', niftiMagicAt, niftiMagicAt + 3)).toBe('n+1');
  });

  it('reads in the audit trail what it did', async () => {
    await page.getByRole('link', { name: 'Project audit' }).click();
    for (const what of ['archive: files exported', 'curation: case approved', 'conversion: series converted'])
      await page.getByRole('button', { name: what }).first().waitFor();
  });

  it('had nothing to complain about on the way', () => {
    expect(complaints.filter((one) => !one.includes('401'))).toEqual([]);
  });
});
