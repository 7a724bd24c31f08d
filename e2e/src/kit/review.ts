import type { Page } from 'playwright-core';

/** Waits until the case that is shown may be approved: its images are there, and no search of it goes on. */
export async function untilApprovable(page: Page): Promise<void> {
  await page.locator('.montage-frame img').first().waitFor({ state: 'attached' });
  await page.getByRole('button', { name: 'Approve A', disabled: false }).waitFor();
}

/** Approves the case that is shown by its key, once that is possible. */
export async function approveByKey(page: Page): Promise<void> {
  await untilApprovable(page);
  await page.keyboard.press('a');
}
