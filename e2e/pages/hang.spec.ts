import { expect, test } from '@playwright/test';
import { chromium } from 'playwright';
import { build } from 'vite';
import { CHROMIUM_ARGS, findChromium } from '../chromium.mjs';

/** The engine as one script. */
async function engineScript(): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      write: false,
      minify: false,
      lib: { entry: 'e2e/pages/hang-entry.ts', formats: ['iife'], name: 'hangTest' },
    },
  });
  const [bundle] = Array.isArray(built) ? built : [built];
  if (bundle === undefined || !('output' in bundle)) throw new Error('nothing was built');
  return bundle.output[0].code;
}

type Outcome = Awaited<ReturnType<typeof import('./hang-entry.ts').measureThroughHangs>>;

test('a GPU that hangs is left for a new one once, with the results kept; after a second hang it says that it ends', async () => {
  const executablePath = findChromium();
  // A browser of its own: what is stuck here is in nobody's way.
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: [...CHROMIUM_ARGS] });
  try {
    const page = await browser.newPage();
    // localhost is a secure context; nobody serves it.
    await page.route('http://localhost/**', (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }),
    );
    await page.goto('http://localhost/hang');
    await page.addScriptTag({ content: await engineScript() });
    const outcome = await page.evaluate<Outcome>('hangTest.measureThroughHangs()');
    expect(outcome.measured.map(({ elements }) => elements)).toEqual([1000, 2000]);
    expect(outcome.measured.every(({ verified }) => verified.rowsChecked > 0)).toBe(true);
    expect(outcome.faults.map(({ kind, kernel }) => [kind, kernel])).toEqual([
      ['watchdog', 'test/hang'],
      ['watchdog', 'test/hang-again'],
    ]);
    expect(outcome.faults[0]?.message).toContain('did not answer within 1 s');
    expect(outcome.faults[1]?.message).toContain('for the second time, so measuring has ended');
    expect(outcome.asked).toBe(1);
    expect(outcome.left).toEqual([0, 0]);
  } finally {
    await browser.close();
  }
});
