import type { Page, Route } from 'playwright-core';

/** Keeps the page's requests to an address back until they are let go, as a slow network would. */
export async function holdRequests(page: Page, url: RegExp) {
  const held: Route[] = [];
  let isOpen = false;
  await page.route(url, async (route) => {
    if (isOpen) await route.continue();
    else held.push(route);
  });
  return {
    waiting: () => held.length,
    /** Lets those go that wait now; later ones wait again. */
    letGo: async () => {
      for (const route of held.splice(0)) await route.continue();
    },
    /** Lets everything go from now on. */
    open: async () => {
      isOpen = true;
      for (const route of held.splice(0)) await route.continue();
    },
    /** Answers the oldest that waits with a problem. */
    refuse: async (status: number, title: string) => {
      await held.shift()?.fulfill({
        status,
        contentType: 'application/problem+json',
        json: { type: 'about:blank', title, status },
      });
    },
  };
}
