import type { Page } from '@playwright/test';
import { expect, test } from './fixture.ts';
import { dots, expectPhase, open, resultRows, roof, roofline, SUITE } from './playground.ts';

test.describe.configure({ timeout: 2 * SUITE });

const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    return element ? `${element.getAttribute('aria-label') ?? element.textContent ?? ''}`.trim() : '';
  });

/** Presses Tab until what has the focus is called so; throws where it never is. */
async function tabTo(page: Page, name: RegExp, key = 'Tab'): Promise<void> {
  for (let press = 0; press < 150; press++) {
    await page.keyboard.press(key);
    if (name.test(await focused(page))) return;
  }
  throw new Error(`Tab never reached ${name}`);
}

test('the main job without a mouse', async ({ page }) => {
  await open(page);
  await page.locator('body').press('Tab');

  // A roof moves by arrow keys, and undoes.
  const grip = roof(page, /bandwidth roof/).last();
  const name = await grip.getAttribute('aria-label');
  const before = await grip.getAttribute('aria-valuenow');
  await tabTo(page, new RegExp(`^${name}$`));
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(grip).not.toHaveAttribute('aria-valuenow', before ?? '');
  await page.keyboard.press('Control+z');
  await expect(grip).toHaveAttribute('aria-valuenow', before ?? '');

  // Points are one stop of Tab; arrows walk them, Enter isolates.
  for (let press = 0; press < 40; press++) {
    if (await page.evaluate(() => document.activeElement?.hasAttribute('data-point'))) break;
    await page.keyboard.press('Tab');
  }
  const point = () => page.evaluate(() => document.activeElement?.getAttribute('data-point') ?? null);
  const first = await point();
  expect(first).not.toBeNull();
  await page.keyboard.press('ArrowRight');
  expect(await point()).not.toBe(first);
  await page.keyboard.press('Enter');
  await expect(roofline(page).locator('[data-point][aria-pressed="true"]').first()).toBeVisible();
  await page.keyboard.press('Escape');

  await tabTo(page, /^Measure this GPU$/);
  await page.keyboard.press('Enter');
  await expectPhase(page, 'done');
  expect(await resultRows(page).count()).toBeGreaterThanOrEqual(6);
  expect(await dots(page, 'measured').count()).toBeGreaterThanOrEqual(6);

  await tabTo(page, /^Share link$/, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('textbox', { name: 'Link', exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('textbox', { name: 'Link', exact: true })).toBeHidden();
});

test('a row of the stack moves by keys', async ({ page }) => {
  await open(page);
  const stack = page.getByRole('region', { name: 'Layer stack' });
  await stack.getByRole('combobox', { name: 'Stack' }).selectOption('mlp');
  const rows = () => stack.locator('[data-row]').evaluateAll((all) => all.map((row) => row.getAttribute('data-row')));
  const [first, second] = await rows();
  await stack.locator(`[data-row="${first}"]`).focus();
  await page.keyboard.press('Alt+ArrowDown');
  await expect.poll(async () => (await rows()).slice(0, 2)).toEqual([second, first]);
});
