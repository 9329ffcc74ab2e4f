import type { Page } from '@playwright/test';
import { expect, test } from './fixture.ts';
import { expectPhase, measureButton, measurements, open, resultRows, SUITE } from './playground.ts';

test.describe.configure({ timeout: 2 * SUITE });

/** Takes the device away after some submits: really destroyed, or with the news of a driver that was reset. */
async function loseDevice(page: Page, reason: 'destroyed' | 'unknown', devices: number): Promise<void> {
  await page.addInitScript(
    ([how, most]) => {
      let lost = 0;
      const request = GPUAdapter.prototype.requestDevice;
      GPUAdapter.prototype.requestDevice = async function (descriptor) {
        const device = await request.call(this, descriptor);
        if (lost >= most) return device;
        lost++;
        let submits = 0;
        const { submit } = device.queue;
        const news = Promise.withResolvers<GPUDeviceLostInfo>();
        if (how === 'unknown') Object.defineProperty(device, 'lost', { value: news.promise });
        device.queue.submit = (commands) => {
          submit.call(device.queue, commands);
          if (document.querySelectorAll('tr[data-kernel]').length < 1 || ++submits < 3) return undefined;
          if (how === 'destroyed') device.destroy();
          else news.resolve({ reason: 'unknown', message: 'the driver was reset' } as GPUDeviceLostInfo);
          return undefined;
        };
        return device;
      };
    },
    [reason, devices] as const,
  );
}

for (const reason of ['destroyed', 'unknown'] as const)
  test(`a device lost (${reason}) again and again: what was measured stays, and the page says what to do`, async ({
    page,
  }) => {
    await loseDevice(page, reason, 1000);
    await open(page);
    await measureButton(page).click();
    await expectPhase(page, 'fault');
    await expect(measurements(page)).toContainText(/lost/i);
    expect(await resultRows(page).count()).toBeGreaterThanOrEqual(1);
    await expect(measureButton(page)).toBeEnabled();
  });

test('after a device was lost, measuring again works', async ({ page }) => {
  await loseDevice(page, 'destroyed', 1);
  await open(page);
  await measureButton(page).click();
  await expectPhase(page, 'fault');
  await measureButton(page).click();
  await expectPhase(page, 'done');
});
