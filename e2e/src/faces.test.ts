import { describe, expect, it } from 'vitest';
import { makePerson, makeProject, openCases, saveRoutes } from '../../apps/server/test/kit/builders.ts';
import {
  facelessProfile,
  faceSeries,
  faceSlices,
  profileWithOption,
} from '../../apps/server/test/kit/face-series.ts';
import { overlaySeries } from '../../apps/server/test/kit/overlay-series.ts';
import { send } from '../../apps/server/test/kit/sender.ts';
import { startServer } from '../../apps/server/test/kit/server.ts';
import { until } from '../../apps/server/test/kit/until.ts';
import { violationsOf } from './kit/accessible.ts';
import { hasChromium, isDrawn, openBrowser, signIn } from './kit/browser.ts';
import { ensureWebApp } from './kit/web-app.ts';

describe.skipIf(!hasChromium)('a face under review', async () => {
  if (!hasChromium) return;
  ensureWebApp();
  const server = await startServer();
  await makeProject(server, 'faces', await facelessProfile(server));
  await makeProject(server, 'graphics', await profileWithOption(server, 'graphics', '113103'));
  await saveRoutes(server, [{ project: 'graphics', match: { callingAe: 'DRAWER' } }, { project: 'faces' }]);
  await send(server, faceSeries(1, 'Sag T1 3D').instances);
  await send(server, overlaySeries(2), { callingAe: 'DRAWER' });
  const [one] = await openCases(server, 'faces', { count: 1, instances: faceSlices });
  const [drawn] = await openCases(server, 'graphics', { count: 1, instances: 2 });
  const reviewer = await makePerson(server, { roles: { faces: ['reviewer'], graphics: ['reviewer'] } });
  const { page, complaints } = await openBrowser({ url: server.url });
  await signIn(page, reviewer.userName, reviewer.password);

  it('is seen before and after by itself, when it was removed', async () => {
    await page.goto(`/p/faces/quarantine?case=${String(one?.['id'])}`);
    const panel = page.getByRole('region', { name: 'Face', exact: true });
    await panel.getByText('The face was removed').waitFor({ timeout: 240_000 });
    await until('eight pictures', async () => (await panel.getByRole('img').count()) === 8);
    await until('the last of them', () => isDrawn(page, '.face-pictures figure:last-child img:last-of-type'));
    await panel.getByText(/no voxel of the brain .* was changed/).waitFor();
    expect(await violationsOf(page)).toEqual([]);
  });

  it('asks for a reason to be restored, and is accepted by keyboard', async () => {
    await page.getByRole('button', { name: 'Restore the face…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Restore the face' });
    expect(await dialog.getByRole('button', { name: 'Restore the face' }).isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Accept the result' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('The face was removed, and accepted').waitFor();
    expect(complaints).toEqual([]);
  });

  it('waits beside overlays, which are seen over their images and kept or removed', async () => {
    await page.goto(`/p/graphics/quarantine?case=${String(drawn?.['id'])}`);
    await page.getByText('2 images have overlays to look at').first().waitFor({ timeout: 60_000 });
    const pictures = page.locator('.montage-frame img');
    await until('its images', async () => (await pictures.count()) > 0);
    await page.keyboard.press('z');
    const panel = page.getByRole('complementary', { name: 'Graphics' });
    await panel.getByText('2 overlays to decide about').waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await panel.getByRole('button', { name: 'Keep overlay 6000' }).click();
    await panel.getByText('Overlay 6000: kept').waitFor();
    await page.keyboard.press('ArrowDown');
    await panel.getByRole('button', { name: 'Remove overlay 6000' }).click();
    await panel.getByText('Overlay 6000: removed').waitFor({ timeout: 60_000 });
    await panel.getByText('Every overlay is decided about.').waitFor();
    expect(complaints).toEqual([]);
  });
});
