import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from './fixture.ts';
import { expectPhase, open, region, root, SUITE } from './playground.ts';

const lab = (page: Page) => page.getByRole('tabpanel', { name: 'Lab' });

/** The lab with the first run that ships with the page in view. */
async function openLab(page: Page, query = ''): Promise<void> {
  await open(page, '', `/index.html${query}`);
  await page.getByRole('tab', { name: 'Lab' }).click();
  await expect(region(page, 'Discover')).toBeVisible();
  await expect(region(page, 'Experiments').locator('[data-experiment]').first()).toBeVisible();
  const runs = region(page, 'Runs').getByRole('combobox', { name: 'Run in view' });
  await runs.selectOption(await runs.locator('option', { hasText: 'RECORDED' }).first().getAttribute('value'));
  await expect(region(page, 'Runs')).toContainText('verified');
}

for (const [width, height, theme] of [
  [1440, 900, 'light'],
  [768, 1024, 'dark'],
  [360, 740, 'projector'],
] as const)
  test(`the lab ${width} px wide, ${theme}: nothing runs over the edge, and axe finds no violation`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await openLab(page, `?theme=${theme}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    await page.screenshot({ path: `test-results/screenshots/lab-${width}-${theme}.png`, fullPage: true });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} at ${target.join(' ')}`))).toEqual(
      [],
    );
  });

test('the views by keyboard, and a link to the one in front', async ({ page, context }) => {
  await open(page);
  const roofline = page.getByRole('tab', { name: 'Roofline' });
  await roofline.focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Lab' })).toBeFocused();
  await expect(lab(page)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
  await page.getByRole('button', { name: 'Share link' }).click();
  const link = await page.getByRole('textbox', { name: 'Link', exact: true }).inputValue();
  const reader = await context.newPage();
  await reader.goto(link);
  await expect(region(reader, 'Discover')).toBeVisible();
  await reader.getByRole('tab', { name: 'Lab' }).press('Home');
  await expect(region(reader, 'Roofline')).toBeVisible();
});

test.describe('on the processor', () => {
  const start = async (page: Page) => {
    await open(page);
    await page.getByRole('tab', { name: 'Lab' }).click();
    await page.getByText('This processor', { exact: true }).click();
    await region(page, 'Discover').getByRole('button', { name: 'Discover this machine' }).click();
  };
  const results = (page: Page) => region(page, 'Results');

  test('discovers tiers with intervals, draws them, and models on them', async ({ page }) => {
    await start(page);
    await expectPhase(page, 'done');
    const tiers = results(page).getByRole('region', { name: 'Tiers' });
    await expect(tiers.getByRole('listitem').filter({ hasText: 'L1' })).toContainText(/KiB to .*KiB/);
    const latency = results(page).getByRole('region', { name: 'Latency against working set' });
    await expect(latency.getByRole('slider').first()).toBeVisible();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      latency.getByRole('button', { name: /as PNG$/ }).click(),
    ]);
    const image = await readFile(await file.path());
    expect(image.subarray(1, 4).toString()).toBe('PNG');
    await page.getByRole('button', { name: /Use as machine/ }).click();
    await expect(page.getByRole('combobox', { name: 'Machine' }).locator('option:checked')).toHaveText(
      'This processor',
    );
  });

  test('a second page waits for its turn; what was measured before a reload is there after it', async ({
    page,
    context,
  }) => {
    await start(page);
    await expect(results(page).getByRole('region', { name: 'Latency against working set' })).toBeVisible({
      timeout: SUITE,
    });
    const second = await context.newPage();
    await start(second);
    await expect(region(second, 'Discover')).toContainText('Another tab of this page is measuring');
    // A run under way is written a quarter of a second after the last write, at most.
    await page.waitForTimeout(1000);
    await page.reload();
    const runs = page.getByRole('combobox', { name: 'Run in view' }).first();
    await expect(runs.locator('option', { hasText: 'earlier visit' })).toHaveCount(1);
    // The reloaded page measures no more: it is the other's turn.
    await expect(region(second, 'Discover')).toContainText(/\d+ of \d+/, { timeout: 20_000 });
    await second.getByRole('button', { name: 'Stop' }).first().click();
    await expect(root(second)).not.toHaveAttribute('data-phase', 'measuring');
  });
});
