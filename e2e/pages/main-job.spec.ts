import { expect, test } from './fixture.ts';
import {
  dots,
  expectPhase,
  kernelsOf,
  measureButton,
  measurements,
  open,
  region,
  resultRows,
  roofline,
  SUITE,
} from './playground.ts';

test.describe.configure({ timeout: 2 * SUITE });

test('one click measures this GPU, and the link brings the whole state to a reader', async ({ page, context }) => {
  await open(page);
  await expectPhase(page, 'idle');
  for (const name of ['Layer stack', 'Roofline', 'Machine', 'Measurements'])
    await expect(region(page, name)).toBeVisible();
  await expect(dots(page, 'measured')).toHaveCount(0);
  const batch = page.getByRole('textbox', { name: 'Batch' });
  await batch.fill('4');
  await batch.press('Enter');

  await measureButton(page).click();
  await expectPhase(page, 'measuring');
  await expect(page.getByRole('progressbar', { name: 'Measuring' })).toBeVisible();
  await expectPhase(page, 'done');

  const kernels = await kernelsOf(page);
  expect(kernels.length).toBeGreaterThanOrEqual(6);
  expect(kernels).toEqual(expect.arrayContaining(['matmul/naive', 'matmul/strided', 'matmul/tiled-16', 'compute/fma']));
  for (const row of await resultRows(page).all()) await expect(row).toContainText('verified');
  expect(await dots(page, 'measured').count()).toBeGreaterThanOrEqual(6);
  // Tiled against naive and coalesced against strided, in a sentence each.
  await expect(measurements(page)).toContainText(/coalesced access/i);
  await expect(measurements(page)).toContainText(/tiling in workgroup memory/i);
  await expect(measurements(page)).toContainText('software adapter');

  await page.getByRole('button', { name: 'Share link' }).click();
  const link = await page.getByRole('textbox', { name: 'Link', exact: true }).inputValue();
  expect(new URL(link).hash.length).toBeLessThan(2000);

  const reader = await context.newPage();
  await reader.goto(link);
  await expect(dots(reader, 'recorded').first()).toBeVisible();
  expect(await dots(reader, 'recorded').count()).toBeGreaterThanOrEqual(6);
  await expect(measurements(reader)).toContainText('RECORDED');
  await expect(reader.getByRole('textbox', { name: 'Batch' })).toHaveValue('4');
  expect(await kernelsOf(reader)).toEqual(kernels);
  await expectPhase(reader, 'idle');
});

test('Stop stops, and keeps what was measured', async ({ page }) => {
  await open(page);
  await measureButton(page).click();
  await expect(resultRows(page).first()).toBeVisible({ timeout: SUITE });
  await page.getByRole('button', { name: 'Stop' }).click();
  await expectPhase(page, 'done', 5000);
  expect(await resultRows(page).count()).toBeGreaterThanOrEqual(1);
  await expect(measureButton(page)).toBeEnabled();
});

test('this GPU becomes a machine that the stack can be analysed on', async ({ page }) => {
  await open(page);
  await measureButton(page).click();
  await expectPhase(page, 'done');
  const machine = region(page, 'Machine');
  await machine.getByRole('combobox', { name: 'Machine' }).selectOption({ label: 'This GPU' });
  await expect(machine).toContainText('measured');
  await expect(dots(page, 'modelled').first()).toBeVisible();
  await expect(roofline(page)).toContainText('measured');
});
