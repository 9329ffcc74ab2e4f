import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from './fixture.ts';
import { chooseRecorded, dots, measureButton, measurements, open, region, resultRows, SUITE } from './playground.ts';

/** What axe finds, in lines that a person can act on. */
async function violations(page: Page): Promise<string[]> {
  const found = await new AxeBuilder({ page }).analyze();
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary?.replace(/\s+/g, ' ')}`),
  );
}

for (const theme of ['light', 'dark', 'projector'] as const)
  test(`axe finds no violation in the ${theme} theme, with everything open`, async ({ page }) => {
    await open(page, '', `/index.html?theme=${theme}`);
    // All at once, as each look takes seconds: a row open for editing, the share link, results and their dots.
    const row = region(page, 'Layer stack').locator('[data-row]').first();
    await row.click();
    await region(page, 'Layer stack').getByRole('button', { name: 'Edit', exact: true }).first().click();
    await chooseRecorded(page);
    await expect(dots(page, 'recorded').first()).toBeVisible();
    await page.getByRole('button', { name: 'Share link' }).click();
    await expect(measurements(page)).toContainText('verified');
    expect.soft(await violations(page)).toEqual([]);
  });

test('axe finds no violation before and while something is measured', async ({ page }) => {
  test.setTimeout(2 * SUITE);
  await open(page);
  expect.soft(await violations(page)).toEqual([]);
  await measureButton(page).click();
  await expect(resultRows(page).first()).toBeVisible({ timeout: SUITE });
  expect.soft(await violations(page)).toEqual([]);
});

test('axe finds no violation in the embed', async ({ page }) => {
  for (const theme of ['light', 'dark', 'projector']) {
    await page.goto(`/embed.html?theme=${theme}`);
    await expect(page.locator('[data-point]').first()).toBeVisible();
    expect.soft(await violations(page)).toEqual([]);
  }
});
