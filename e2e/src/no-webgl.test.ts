import { makeSeries } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
import { makeProject, releaseAll, saveRoutes } from '../../apps/server/test/kit/builders.ts';
import { send } from '../../apps/server/test/kit/sender.ts';
import { administratorPassword, startServer } from '../../apps/server/test/kit/server.ts';
import { until } from '../../apps/server/test/kit/until.ts';
import { hasChromium, isDrawn, openBrowser, signIn } from './kit/browser.ts';
import { ensureWebApp } from './kit/web-app.ts';

describe.skipIf(!hasChromium)('a desktop without WebGL', async () => {
  if (!hasChromium) return;
  ensureWebApp();
  const server = await startServer();
  await makeProject(server, 'plain');
  await saveRoutes(server, [{ project: 'plain' }]);
  await send(server, makeSeries({ kind: 't1', slices: 12, size: 64 }));
  await releaseAll(server, 'plain', { count: 1 });
  const series = await until(
    'the converted series',
    async () => {
      const { body } = await server.api('GET', '/projects/plain/series');
      const items = body['items'] as { id: string; conversionState: string }[];
      return items.find((one) => one.conversionState === 'converted');
    },
    { timeoutMs: 240_000 },
  );
  const { page, complaints } = await openBrowser({ url: server.url, webgl: false });
  await signIn(page, 'admin', administratorPassword);

  it('is shown slices that the server draws, and walks them by wheel and keys', async () => {
    await page.goto(`/p/plain/series/${series.id}`);
    await page.getByText(/cannot draw volumes/).waitFor();
    const stack = page.getByRole('slider', { name: 'Image', exact: true });
    await until('the slice', () => isDrawn(page, '.frame-stack img'));
    const at = async () => Number(await stack.getAttribute('aria-valuenow'));
    const before = await at();
    await stack.hover();
    await page.mouse.wheel(0, 100);
    await until('the next slice', async () => (await at()) === before + 1);
    await stack.focus();
    await page.keyboard.press('ArrowUp');
    await until('the slice before', async () => (await at()) === before);
  });

  it('changes plane and window', async () => {
    await page.getByText('Sagittal', { exact: true }).click();
    await page
      .getByRole('slider', { name: 'Image', exact: true })
      .and(page.locator('[aria-valuemax="64"]'))
      .waitFor();
    const asked = page.waitForRequest(/slices\/sagittal\/.*window=/);
    await page.getByLabel('Window width').fill('120');
    expect((await (await asked).response())?.status()).toBe(200);
  });

  it('sees the images as they were received too', async () => {
    await page.getByText('Original images').click();
    await until('the image', () => isDrawn(page, '.frame-stack img'));
    expect(complaints.filter((one) => !one.includes('401'))).toEqual([]);
  });
});
