import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from './fixture.ts';
import {
  chooseRecorded,
  dots,
  expectPhase,
  measureButton,
  measurements,
  open,
  region,
  resultRows,
  SUITE,
} from './playground.ts';

/** What axe finds, in lines that a person can act on. */
async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).analyze();
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary?.replace(/\s+/g, ' ')}`),
  );
}

for (const theme of ['light', 'dark', 'projector'] as const)
  test(`axe finds no violation in the ${theme} theme, without and with a recorded run`, async ({ page }) => {
    await open(page, '', `/index.html?theme=${theme}`);
    expect.soft(await violations(page)).toEqual([]);

    // With a row open for editing, the share link shown and results on the page.
    const row = region(page, 'Layer stack').locator('[data-row]').first();
    await row.click();
    await region(page, 'Layer stack').getByRole('button', { name: 'Edit', exact: true }).first().click();
    await chooseRecorded(page);
    await expect(dots(page, 'recorded').first()).toBeVisible();
    await page.getByRole('button', { name: 'Share link' }).click();
    await expect(measurements(page)).toContainText('verified');
    expect.soft(await violations(page)).toEqual([]);
  });

test('axe finds no violation while measuring and after it', async ({ page }) => {
  test.setTimeout(2 * SUITE);
  await open(page);
  await measureButton(page).click();
  await expect(resultRows(page).first()).toBeVisible({ timeout: SUITE });
  expect.soft(await violations(page)).toEqual([]);
  await expectPhase(page, 'done');
  await expect(dots(page, 'measured').first()).toBeVisible();
  expect.soft(await violations(page)).toEqual([]);
});

test('axe finds no violation in the embed', async ({ page }) => {
  for (const theme of ['light', 'dark', 'projector']) {
    await page.goto(`/embed.html?theme=${theme}`);
    await expect(page.locator('[data-point]').first()).toBeVisible();
    expect.soft(await violations(page)).toEqual([]);
  }
});
