import { expect, type Locator, type Page } from '@playwright/test';

/** Longest a quick suite may take here: 30 s on a software adapter, and the machine may be busy with other tests. */
export const SUITE = 120_000;

export const root = (page: Page): Locator => page.locator('html');
export const region = (page: Page, name: string): Locator => page.getByRole('region', { name, exact: true });
export const roofline = (page: Page): Locator => region(page, 'Roofline');
export const measurements = (page: Page): Locator => region(page, 'Measurements');
export const dots = (page: Page, provenance: string): Locator =>
  roofline(page).locator(`[data-point][data-provenance="${provenance}"]`);
export const measureButton = (page: Page): Locator => page.getByRole('button', { name: 'Measure this GPU' });
/** Rows of the table of results, one for each verified measurement. */
export const resultRows = (page: Page): Locator => measurements(page).locator('tr[data-kernel]');
/** Grip of a roof by its accessible name. */
export const roof = (page: Page, name: RegExp): Locator => roofline(page).getByRole('slider', { name });

/** The page with a hash, drawn. A new load each time, as a reader of a link gets it. */
export async function open(page: Page, hash = '', path = '/index.html'): Promise<void> {
  // Only the hash may differ from the address before: that alone would be no load.
  if (page.url().includes(path)) await page.goto('about:blank');
  await page.goto(hash === '' ? path : `${path}#${hash}`);
  await expect(dots(page, 'modelled').first()).toBeVisible();
}

export async function expectPhase(page: Page, phase: string, timeout = SUITE): Promise<void> {
  await expect(root(page)).toHaveAttribute('data-phase', phase, { timeout });
}

/** Kernels that have a row, each once. */
export async function kernelsOf(page: Page): Promise<string[]> {
  const names = await resultRows(page).evaluateAll((rows) => rows.map((row) => row.getAttribute('data-kernel') ?? ''));
  return [...new Set(names)];
}

/** Puts the first run that ships with the page into view. */
export async function chooseRecorded(page: Page): Promise<void> {
  const runs = measurements(page).getByRole('combobox', { name: /run/i });
  const first = runs.locator('option', { hasText: /recorded/i }).first();
  await runs.selectOption(await first.getAttribute('value'));
}
