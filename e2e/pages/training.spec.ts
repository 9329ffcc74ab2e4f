import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from './fixture.ts';
import { open, region } from './playground.ts';

const bars = (page: Page) => region(page, 'Memory of one device');

async function openView(page: Page, path = '/index.html'): Promise<void> {
  await open(page, '', path);
  await page.getByRole('tab', { name: 'Training memory' }).click();
  await expect(bars(page)).toBeVisible();
}

test('the ZeRO paper’s figure: stages and devices, by slider, key, bar and table, and a link', async ({ page }) => {
  await openView(page);
  await page.getByText('Parameters', { exact: true }).last().click();
  await expect(bars(page)).toContainText(/Each of 64 devices holds 16\.6\sGB, most of it weights/);
  await page.getByText('ZeRO 3', { exact: true }).click();
  await expect(bars(page)).toContainText(/holds 1\.88\sGB/);
  await page.getByRole('slider', { name: 'Devices' }).focus();
  await page.keyboard.press('Home');
  await expect(bars(page)).toContainText(/Each of 1 device holds 120\sGB.*does not fit 80\sGB; 2 devices are enough/);

  await bars(page).locator('[data-spot="optimizer 4"]').focus();
  await page.keyboard.press('ArrowLeft');
  await expect(bars(page)).toContainText(/optimizer on each of 2 devices: 45\sGB/);
  await page.getByRole('button', { name: '1,024', exact: true }).click();
  await expect(bars(page)).toContainText('Each of 1,024 devices');

  await page.getByRole('button', { name: 'Share link' }).click();
  const link = await page.getByRole('textbox', { name: /link/i }).first().inputValue();
  await page.goto('about:blank');
  await page.goto(link);
  await expect(bars(page)).toContainText('Each of 1,024 devices');
});

test('a stack goes through an iteration', async ({ page }) => {
  await openView(page);
  const iteration = region(page, 'Memory through an iteration');
  await iteration.getByRole('slider', { name: 'Step of the iteration' }).focus();
  await page.keyboard.press('End');
  await expect(iteration).toContainText('Update of all weights');
  await page.keyboard.press('Home');
  await expect(iteration).toContainText('Forward of conv1');
});

for (const theme of ['light', 'dark', 'projector'] as const)
  test(`axe finds no violation in the ${theme} theme, and nothing is wider than a phone`, async ({ page }) => {
    await openView(page, `/index.html?theme=${theme}`);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} at ${target.join(' ')}`))).toEqual(
      [],
    );
    await page.setViewportSize({ width: 360, height: 800 });
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
  });
