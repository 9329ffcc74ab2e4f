import { expect, test } from './fixture.ts';
import { chooseRecorded, dots, expectPhase, measureButton, measurements, open, region } from './playground.ts';

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'gpu', { get: () => undefined, configurable: true });
  });
});

test('without WebGPU the page is whole and says what to do to measure', async ({ page }) => {
  await open(page);
  await expectPhase(page, 'idle');
  await expect(measurements(page)).toContainText('WebGPU');
  await expect(measurements(page).getByRole('alert')).toContainText('WebGPU');
  // It is no dead end: the processor stands in.
  await expect(measureButton(page)).toBeHidden();
  await expect(page.getByRole('button', { name: 'Measure this processor' })).toBeEnabled();
  // The model and the editing are whole.
  const before = await dots(page, 'modelled').count();
  await region(page, 'Layer stack').getByRole('combobox', { name: 'Stack' }).selectOption('vgg16');
  await expect.poll(() => dots(page, 'modelled').count()).not.toBe(before);
});

test('without WebGPU a recorded run can be looked at, labelled RECORDED', async ({ page }) => {
  await open(page);
  await chooseRecorded(page);
  await expect(measurements(page)).toContainText('RECORDED');
  await expect(dots(page, 'recorded').first()).toBeVisible();
});
