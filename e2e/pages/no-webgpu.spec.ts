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
  // Pressing it says so again; it is no dead end.
  await measureButton(page).click();
  await expectPhase(page, 'fault');
  await expect(measurements(page).getByRole('alert')).toContainText('WebGPU');
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
