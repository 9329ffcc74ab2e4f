import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page, test } from './fixture.ts';
import { dots, expectPhase, measurements, open, region, roofline, SUITE } from './playground.ts';

test.describe.configure({ timeout: 2 * SUITE });

const start = (page: Page) => region(page, 'Run this stack');
const results = (page: Page) => region(page, 'Results');
const layers = (page: Page) => results(page).locator('tr[data-layer]');

async function openLenet(page: Page, query = ''): Promise<void> {
  await open(page, '', `/index.html${query}`);
  await region(page, 'Layer stack').getByRole('combobox').first().selectOption({ label: 'LeNet-5' });
  await region(page, 'Layer stack').getByRole('button', { name: 'Run this stack' }).click();
  await expect(start(page)).toContainText(/Runs \d+ kernels .* about \d+/);
}

test('LeNet-5 runs on this GPU: each layer beside the model, τ and error in words, joined on the roofline', async ({
  page,
}) => {
  await openLenet(page);
  await expect(results(page)).toContainText('This stack was not run yet');
  await start(page).getByRole('button', { name: 'Run this stack' }).click();
  await expectPhase(page, 'measuring');
  await expect(page.getByRole('progressbar', { name: 'Measuring' }).first()).toBeVisible();
  await expectPhase(page, 'done');

  await expect(layers(page)).toHaveCount(7);
  for (const name of ['conv1', 'conv2', 'fc1', 'fc3'])
    await expect(results(page).locator(`tr[data-layer="${name}"]`)).toContainText(/\d\s%$/);
  await expect(results(page)).toContainText('conv1 with tanh1');
  await expect(results(page)).toContainText(/Layer by layer it takes \d/);
  await expect(results(page)).toContainText(/All layers in one go take \d/);
  await expect(results(page)).toContainText(/mean absolute error/);
  await expect(results(page)).toContainText(/Kendall’s τ is −?\d/);
  await expect(results(page)).toContainText('Every layer of the stack is covered');

  await start(page).getByText('Unfused', { exact: true }).click();
  await start(page).getByRole('button', { name: 'Run this stack' }).click();
  await expect(layers(page)).toHaveCount(11, { timeout: SUITE });
  await expectPhase(page, 'done');
  await expect(results(page).getByRole('figure', { name: /Fused and unfused/ })).toContainText(/in 7 kernels.* 11/);

  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} at ${target.join(' ')}`))).toEqual([]);

  await page.getByRole('button', { name: 'See it on the roofline' }).click();
  await expect(roofline(page)).toContainText('This GPU');
  await expect(dots(page, 'measured').and(page.locator('[data-point^="conv1@"]')).first()).toBeVisible();
  await expect(roofline(page)).toContainText(/measured, \w+ is [−+]\d.* from the model/);
  // Layers are no kernels of the table.
  await expect(measurements(page).locator('tr[data-kernel^="convolution/"]')).toHaveCount(0);

  // The stack is edited: the run says so.
  await region(page, 'Layer stack').getByRole('combobox').first().selectOption({ label: 'MLP' });
  await page.getByRole('tab', { name: 'Stack run' }).click();
  await expect(results(page)).toContainText('another stack');
});

test('Stop in a run of a stack: what was measured is kept, and is there after a reload', async ({ page }) => {
  await openLenet(page);
  await start(page).getByRole('button', { name: 'Run this stack' }).click();
  await expect(layers(page).nth(1)).toBeVisible({ timeout: SUITE });
  await start(page).getByRole('button', { name: 'Stop' }).click();
  await expectPhase(page, 'done', 5000);
  expect(await layers(page).count()).toBeGreaterThanOrEqual(2);
  await page.reload();
  await page.getByRole('tab', { name: 'Stack run' }).click();
  const runs = page.getByRole('combobox', { name: 'Run in view' }).first();
  await expect(runs.locator('option', { hasText: /earlier visit: LeNet-5, fused/ })).toHaveCount(1);
});

for (const [width, height, theme] of [
  [768, 1024, 'dark'],
  [360, 740, 'projector'],
] as const)
  test(`a stack not run yet, ${width} px wide, ${theme}: nothing runs over the edge, and axe finds no violation`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await openLenet(page, `?theme=${theme}`);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    await page.screenshot({ path: `test-results/screenshots/stack-run-${width}-${theme}.png`, fullPage: true });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} at ${target.join(' ')}`))).toEqual(
      [],
    );
  });
