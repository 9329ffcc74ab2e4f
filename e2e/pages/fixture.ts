import { test as base, type Page } from '@playwright/test';

/** What a page must never do on the quiet: log an error, throw, or ask for a file that is not there. */
function watch(page: Page, faults: string[]) {
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`thrown: ${error.message}`));
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${response.url()}`);
  });
}

/** Every page of every test is watched, favicon included, and a fault fails the test. */
export const test = base.extend<{ faults: string[] }>({
  faults: [
    async ({ context }, use) => {
      const faults: string[] = [];
      context.on('page', (page) => watch(page, faults));
      await use(faults);
      base.expect(faults, 'errors on the page').toEqual([]);
    },
    { auto: true },
  ],
});
export { expect, type Page } from '@playwright/test';
