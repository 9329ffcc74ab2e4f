import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from './fixture.ts';
import { open, region } from './playground.ts';

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
