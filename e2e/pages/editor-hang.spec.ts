import { chromium, expect, test } from '@playwright/test';
import { CHROMIUM_ARGS, findChromium } from '../chromium.mjs';
import { changed, code, openEditor, result, runButton, SOURCE, write } from './editor.ts';
import { dots, expectPhase, SUITE } from './playground.ts';

const STORE = 'c[row * N + column] = sum;';

test('a loop that does not end meets the watchdog; the source is kept, and nothing else is tried', async ({
  baseURL,
}) => {
  const executablePath = findChromium();
  // A browser of its own: what is stuck here is in nobody's way.
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: [...CHROMIUM_ARGS] });
  try {
    const page = await browser.newPage({ ...(baseURL !== undefined && { baseURL }) });
    // An adapter that does not say that it is software: a GPU is waited for 10 s, and a processor that plays one for 30 s.
    await page.addInitScript(() => {
      for (const name of ['vendor', 'architecture', 'device', 'description'] as const)
        Object.defineProperty(GPUAdapterInfo.prototype, name, { get: () => '' });
      Object.defineProperty(GPUAdapterInfo.prototype, 'isFallbackAdapter', { get: () => false });
    });
    await openEditor(page);
    // No input reaches 2, which no compiler knows.
    const endless = 'var spun = 0u; while (a[0] < 2.0) { spun++; } c[row * N + column] = sum + f32(spun);';
    await write(page, changed(STORE, endless));
    await runButton(page).click();
    await expectPhase(page, 'fault', SUITE);
    await expect(result(page)).toContainText('kept the GPU from answering');
    await expect(result(page)).toContainText('The source is kept');
    await expect(code(page)).toContainText('while (a[0] < 2.0)');
    // What is stuck draws no frames, which a click would wait for.
    await page.getByRole('tab', { name: 'Roofline' }).dispatchEvent('click');
    await expect(dots(page, 'measured')).toHaveCount(0);
    expect(SOURCE).not.toContain('spun');
  } finally {
    await browser.close();
  }
});
