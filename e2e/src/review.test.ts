import { makeSeries, patients } from '@pesscara/phantom';
import { describe, expect, it } from 'vitest';
import { makePerson, makeProject, openCases, saveRoutes } from '../../apps/server/test/kit/builders.ts';
import { send } from '../../apps/server/test/kit/sender.ts';
import { startServer } from '../../apps/server/test/kit/server.ts';
import { until } from '../../apps/server/test/kit/until.ts';
import { hasChromium, openBrowser, signIn } from './kit/browser.ts';
import { ensureWebApp } from './kit/web-app.ts';

// Nothing here waits for it to pass, and what is taken back may take a slow machine a while.
const undoMs = 120_000;

describe.skipIf(!hasChromium)('the review of what arrived', async () => {
  if (!hasChromium) return;
  ensureWebApp();
  const server = await startServer({ settings: { PESSCARA_REVIEW_UNDO_MS: String(undoMs) } });
  await makeProject(server, 'review');
  await makeProject(server, 'long');
  await saveRoutes(server, [{ project: 'review' }]);
  const kinds = ['t1', 'flair', 't2'] as const;
  await send(
    server,
    kinds.flatMap((kind, at) => makeSeries({ kind, slices: 4, size: 64, seriesNumber: at + 1 })),
  );
  await openCases(server, 'review', { count: kinds.length });
  const reviewer = await makePerson(server, {
    roles: { review: ['reviewer', 'honest-broker'], long: ['reviewer'] },
  });
  const { page } = await openBrowser({ url: server.url });
  await signIn(page, reviewer.userName, reviewer.password);
  const current = () => new URL(page.url()).searchParams.get('case');
  const shown = () =>
    until(
      'a case with its images',
      async () => current() !== null && (await page.locator('.montage-frame img').count()) > 0,
    );

  it('goes through the queue with J and K', async () => {
    await page.goto('/p/review/quarantine');
    await shown();
    const [thumbnail] = await page.locator('.queue-picture img').all();
    // Of another version of the case it is another picture.
    expect(await thumbnail?.getAttribute('src')).toContain('version=');
    const first = current();
    await page.keyboard.press('j');
    await until('the next case', () => current() !== first);
    await page.keyboard.press('k');
    await until('the first case again', () => current() === first);
  });

  it('rejects with a reason chosen by a digit, and comes back to the case on undo', async () => {
    await shown();
    const rejected = current();
    await page.keyboard.press('r');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('5');
    expect(await page.getByRole('radio', { name: /Poor quality/ }).isChecked()).toBe(true);
    await page.keyboard.press('Enter');
    await until('the next case', () => current() !== rejected);
    await page.getByText(/^Rejected:/).waitFor();
    await page.keyboard.press('u');
    await until('the case again', () => current() === rejected);
    await openCases(server, 'review', { count: kinds.length });
  });

  it('replaces a value in everything that waits, and takes it back, by keyboard', async () => {
    await page.goto('/p/review/quarantine-values?q=SeriesDescription');
    const rows = page.getByRole('row', { name: /SeriesDescription/ });
    await rows.first().waitFor();
    await page.keyboard.press('r');
    await page.getByRole('dialog').getByLabel('New value').fill('A BETTER ONE');
    await page.keyboard.press('Enter');
    await rows.filter({ hasText: 'A BETTER ONE' }).getByText('replaced soon').waitFor();
    await page.keyboard.press('z');
    await until('the value as it was', async () => (await page.getByText('A BETTER ONE').count()) === 0);
    const undecided = page.getByText('none', { exact: true });
    await until('no decision', async () => (await undecided.count()) === (await rows.count()));
    await page.keyboard.press('m');
    const rule = page.getByRole('dialog', { name: 'A rule for SeriesDescription' });
    await rule.getByText('Who manages profiles saves it').waitFor();
    expect(await rule.getByRole('button', { name: /^Save/ }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await rule.waitFor({ state: 'detached' });
    await page.goto('/p/review/quarantine');
  });

  it('zooms into the full stack and leaves it with the same key', async () => {
    await shown();
    await page.keyboard.press('z');
    const stack = page.getByRole('slider', { name: 'Image', exact: true }).first();
    await stack.waitFor();
    const before = await stack.getAttribute('aria-valuenow');
    await page.keyboard.press('ArrowDown');
    await until('another image', async () => (await stack.getAttribute('aria-valuenow')) !== before);
    await page.keyboard.press('z');
    await stack.waitFor({ state: 'detached' });
  });

  it('draws boxes by mouse and by keyboard, asks for them to be made black, and takes that back', async () => {
    await shown();
    await page.keyboard.press('z');
    const stack = page.getByRole('slider', { name: 'Image', exact: true }).first();
    await stack.waitFor();
    await page.keyboard.press('b');
    const panel = page.getByRole('complementary', { name: 'Masks' });
    await panel.waitFor();
    const layer = page.getByRole('group', { name: 'Boxes over the image' });
    // Over it once it stands still: the panel beside it takes its place first.
    await layer.hover();
    const area = await layer.boundingBox();
    if (area === null) throw new Error('The layer of boxes is shown');
    const [x, y] = [area.x + area.width / 2, area.y + area.height / 2];
    await page.mouse.move(x - 60, y - 40);
    await page.mouse.down();
    await page.mouse.move(x + 20, y + 30, { steps: 4 });
    await page.mouse.up();
    const drawn = page.getByRole('button', { name: /^Box 1:/ });
    await drawn.waitFor();
    const before = await drawn.getAttribute('aria-label');
    await drawn.focus();
    await page.keyboard.press('ArrowRight');
    await until('the box moved', async () => (await drawn.getAttribute('aria-label')) !== before);
    await panel.getByRole('button', { name: 'Add a box' }).click();
    const second = page.getByRole('button', { name: /^Box 2:/ });
    await second.focus();
    await page.keyboard.press('Delete');
    await second.waitFor({ state: 'detached' });
    const make = panel.getByRole('button', { name: 'Make 1 box black' });
    // On a telephone the panel is scrolled; its buttons keep their height.
    const wide = page.viewportSize();
    await page.setViewportSize({ width: 390, height: 700 });
    expect((await make.boundingBox())?.height).toBeGreaterThanOrEqual(24);
    if (wide !== null) await page.setViewportSize(wide);
    await make.click();
    await panel.getByRole('button', { name: 'Undo' }).click();
    await panel.getByText('A mask waits').waitFor({ state: 'detached' });
    await stack.focus();
    await page.keyboard.press('z');
    await stack.waitFor({ state: 'detached' });
  });

  it('shows original values only with reason and password, and hides them with the case', async () => {
    const familyName = String(patients.quillfeather.name.split('^')[0]);
    await shown();
    expect(await page.content()).not.toContain(familyName);
    await page.getByRole('button', { name: /Show original values/ }).click();
    await page.getByLabel('Reason').fill('The centre asks which patient this is');
    await page.getByRole('textbox', { name: 'Your password' }).fill('not the password');
    await page.getByRole('button', { name: /Show for/ }).click();
    await page.getByText('The password is wrong').waitFor();
    await page.getByRole('textbox', { name: 'Your password' }).fill(reviewer.password);
    await page.getByRole('button', { name: /Show for/ }).click();
    await page
      .getByRole('cell', { name: new RegExp(familyName, 'i') })
      .first()
      .waitFor();
    await page.keyboard.press('j');
    await until(
      'no identity on the page',
      async () => !(await page.content()).toLowerCase().includes(familyName.toLowerCase()),
    );
  });

  it('tells when somebody else has decided in the meantime', async () => {
    await shown();
    const id = String(current());
    const { body: known } = await server.api('GET', `/projects/review/quarantine/${id}`);
    const decided = await server.api('POST', `/projects/review/quarantine/${id}/decisions`, {
      verdict: 'approve',
      version: known['version'],
    });
    expect(decided.status).toBe(200);
    await page.getByText('approved').first().waitFor();
    await page.keyboard.press('a');
    await page.getByText('It is decided already.').waitFor();
  });

  it('shows every image of a long series, and keeps a box on the image that it was drawn on', async () => {
    await saveRoutes(server, [{ project: 'long' }]);
    await send(server, makeSeries({ kind: 't1', slices: 30, size: 64, seed: 7 }));
    await openCases(server, 'long', { count: 1 });
    await page.goto('/p/long/quarantine');
    await shown();
    await page.getByRole('button', { name: 'show all' }).click();
    await until('every image', async () => (await page.locator('.montage-frame').count()) === 30);
    await page.keyboard.press('z');
    const stack = page.getByRole('slider', { name: 'Image', exact: true }).first();
    await stack.waitFor();
    expect(await stack.getAttribute('aria-valuemax')).toBe('30');
    const isBusy = (busy: string) => async () => (await stack.getAttribute('aria-busy')) === busy;
    await until('the picture', isBusy('false'));
    // While the picture of an image is on its way, that of another is not taken for it.
    let open: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => {
      open = resolve;
    });
    await page.route(/\/rendered/, async (route) => {
      await gate;
      await route.continue().catch(() => undefined);
    });
    for (let step = 0; step < 8; step += 1) await page.keyboard.press('ArrowDown');
    await until('a picture on its way', isBusy('true'));
    await page.getByText('is being drawn').waitFor();
    open();
    await until('its picture', isBusy('false'));
    await page.unroute(/\/rendered/);
    await page.keyboard.press('b');
    const panel = page.getByRole('complementary', { name: 'Masks' });
    await panel.getByRole('button', { name: 'Add a box' }).click();
    const drawn = page.getByRole('button', { name: /^Box 1:/ });
    await drawn.waitFor();
    await stack.focus();
    await page.keyboard.press('ArrowDown');
    await drawn.waitFor({ state: 'detached' });
    await panel.getByText('1 drawn box on other images').waitFor();
    await panel.getByRole('button', { name: 'Go to the drawn box' }).press('Enter');
    await drawn.waitFor();
  });
});
