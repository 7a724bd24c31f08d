import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { makeSeries, patients } from '@pesscara/phantom';
import type { Download } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../apps/server/test/kit/api.ts';
import {
  makePerson,
  makeProject,
  releaseAll,
  releasedFiles,
  saveRoutes,
} from '../../apps/server/test/kit/builders.ts';
import { pixelsOf } from '../../apps/server/test/kit/objects.ts';
import { send } from '../../apps/server/test/kit/sender.ts';
import { startServer } from '../../apps/server/test/kit/server.ts';
import { until } from '../../apps/server/test/kit/until.ts';
import { hasChromium, openBrowser, signIn } from './kit/browser.ts';
import { ensureWebApp } from './kit/web-app.ts';
import { storedFiles } from './kit/zip.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const sorted = (values: Int16Array) => Buffer.from(values.slice().sort().buffer).toString('hex');

describe.skipIf(!hasChromium)('what is released', async () => {
  if (!hasChromium) return;
  ensureWebApp();
  const server = await startServer();
  await makeProject(server, 'explore');
  await saveRoutes(server, [{ project: 'explore', centre: 'Northgate' }]);
  const t1 = makeSeries({ kind: 't1', slices: 12, size: 64, seriesNumber: 1 });
  await send(server, [
    ...t1,
    ...makeSeries({ kind: 'flair', slices: 6, size: 32, seriesNumber: 2 }),
    ...makeSeries({ kind: 't1-post', slices: 6, size: 32, seriesNumber: 3 }),
  ]);
  await send(server, makeSeries({ kind: 'ct', slices: 6, size: 32, patient: patients.tollemache }));
  await releaseAll(server, 'explore', { count: 4 });
  const scientist = await makePerson(server, { roles: { explore: ['lead'] } });
  const series = await until(
    'the conversions',
    async () => {
      const { body } = await server.api('GET', '/projects/explore/series');
      const items = body['items'] as Json[];
      return items.length === 4 && items.every((one) => one['conversionState'] === 'converted') && items;
    },
    { timeoutMs: 240_000 },
  );
  const first = series.find((one) => one['seriesNumber'] === 1 && one['modality'] === 'MR') as Json;
  const { page, complaints } = await openBrowser({ url: server.url });
  await signIn(page, scientist.userName, scientist.password);
  const count = (text: string) => page.getByText(text, { exact: true }).first().waitFor();
  const facet = (group: string, value: string) =>
    page.getByRole('group', { name: group }).getByRole('checkbox', { name: new RegExp(`^${value}`) });
  // A field that offers values labels its list as well.
  const field = (label: string) => page.locator('input').and(page.getByLabel(label));
  const savedBytes = async (download: Download) => readFile(await download.path());

  it('is narrowed by facets, and the address says how', async () => {
    await page.goto('/p/explore/browse');
    await count('4 series');
    await facet('Series class', 'T1').click();
    await count('2 series');
    await facet('Contrast', 'given').click();
    await count('1 series');
    const { searchParams } = new URL(page.url());
    expect([searchParams.getAll('weighting'), searchParams.getAll('contrast')]).toEqual([['T1'], ['given']]);
    await page.reload();
    await count('1 series');
    expect(await facet('Contrast', 'given').isChecked()).toBe(true);
  });

  it('comes back step by step with the browser’s own button', async () => {
    await page.goBack();
    await count('2 series');
    expect(await facet('Contrast', 'given').isChecked()).toBe(false);
    await page.goBack();
    await count('4 series');
    await page.goForward();
    await count('2 series');
  });

  it('is found by words, at every level', async () => {
    await page.goto('/p/explore/browse');
    const box = page.getByRole('textbox', { name: /type a query/ });
    await box.fill('modality:CT');
    await box.press('Enter');
    await count('1 series');
    for (const [level, rows] of [
      ['Subjects', 1],
      ['Exams', 1],
    ] as const) {
      await page.getByRole('radiogroup', { name: 'Level' }).getByText(level).click();
      await until(`the ${level}`, async () => (await page.getByRole('row').count()) === rows + 1);
      expect(new URL(page.url()).searchParams.get('modality')).toBe('CT');
    }
  });

  it('shows its header without the patient, element by element', async () => {
    await page.goto(`/p/explore/series/${String(first['id'])}?tab=header`);
    await page.getByLabel('Filter').fill('PatientName');
    await page.getByRole('cell', { name: String(first['subjectCode']), exact: true }).waitFor();
    expect((await page.content()).toLowerCase()).not.toContain('quillfeather');
  });

  it('takes tags, which are found again', async () => {
    await page.getByRole('tab', { name: 'Tags' }).click();
    await field('Tags of this series').fill('baseline');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Save tags' }).click();
    await page.getByText('Tags saved.').waitFor();
    await page.goto('/p/explore/browse?tag=baseline');
    await count('1 series');
  });

  it('can be corrected in its class, and put back', async () => {
    await page.goto(`/p/explore/series/${String(first['id'])}?tab=classification`);
    await field('Weighting').fill('PD');
    await page.keyboard.press('Tab');
    await field('Reason').fill('The echo time is short');
    await page.getByRole('button', { name: 'Save correction' }).click();
    await page.getByText('corrected by').first().waitFor();
    await page.goto('/p/explore/browse?weighting=PD');
    await count('1 series');
    await page.goBack();
    await page.getByRole('button', { name: 'Back to the automatic class' }).click();
    await page
      .getByText(/^automatic, rules/)
      .first()
      .waitFor();
  });

  it('tells of its conversion and of everything that was done to it', async () => {
    await page.getByRole('tab', { name: 'Conversion' }).click();
    await page.getByRole('rowheader', { name: /\.nii\.gz$/ }).waitFor();
    await page.getByText('64 × 64 × 12').waitFor();
    await page.getByRole('tab', { name: 'History' }).click();
    for (const what of ['curation: series released', 'conversion: series converted'])
      await page.getByText(what, { exact: true }).first().waitFor();
    await page.getByText('“The echo time is short”').waitFor();
  });

  it('is downloaded as NIfTI with the very voxels that were sent', async () => {
    await page.getByRole('button', { name: 'Download' }).click();
    const saved = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: /^NIfTI/ }).click();
    const bytes = await savedBytes(await saved);
    const path = `/projects/explore/series/${String(first['id'])}/files?format=nifti`;
    expect(sha256(bytes)).toBe(sha256((await server.api('GET', path)).bytes));
    const volume = gunzipSync(bytes);
    expect([2, 4, 6].map((axis) => volume.readInt16LE(40 + axis))).toEqual([64, 64, 12]);
    const voxels = volume.subarray(volume.readFloatLE(108));
    const sent = Buffer.concat(t1.map(pixelsOf));
    const asShorts = ({ buffer, byteOffset, byteLength }: Buffer) =>
      new Int16Array(buffer.slice(byteOffset, byteOffset + byteLength));
    expect(sorted(asShorts(voxels))).toBe(sorted(asShorts(sent)));
  });

  it('is downloaded as a zip of DICOM files, with progress', async () => {
    const network = await page.context().newCDPSession(page);
    const throttle = (downloadThroughput: number) =>
      network.send('Network.emulateNetworkConditions', {
        offline: false,
        latency: 0,
        downloadThroughput,
        uploadThroughput: -1,
      });
    await page.getByRole('tab', { name: 'Files' }).click();
    const button = page.getByRole('button', { name: 'Download all images as a zip' });
    await button.waitFor();
    await throttle(20_000);
    const saved = page.waitForEvent('download');
    await button.click();
    const meter = page.getByRole('progressbar', { name: /^Download of/ });
    await until('the progress', async () => {
      const now = Number(await meter.getAttribute('aria-valuenow'));
      return now > 0 && now < 100;
    });
    await throttle(-1);
    const files = storedFiles(await savedBytes(await saved));
    await meter.waitFor({ state: 'detached' });
    expect(files).toHaveLength(t1.length);
    const released = new Set((await releasedFiles(server, 'explore')).map(sha256));
    expect(files.filter(({ bytes }) => !released.has(sha256(bytes)))).toEqual([]);
  });

  it('left a trail of who did what', async () => {
    await page.getByRole('link', { name: 'Project audit' }).click();
    for (const [who, what] of [
      [scientist.userName, 'archive: files exported'],
      [scientist.userName, 'classification: series corrected'],
      ['admin', 'curation: case approved'],
    ] as const)
      await page.getByRole('row').filter({ hasText: who }).filter({ hasText: what }).first().waitFor();
    expect(complaints.filter((one) => !one.includes('401'))).toEqual([]);
  });
});
