// Scripting a frame while a roof is dragged over 200 points, in Chromium, on the built page.
import { chromium } from 'playwright';
import { preview } from 'vite';
import { bringChromium, CHROMIUM_ARGS } from '../chromium.mjs';

const MOVES = 80;
const WARM_UP = 20;

/** @param {import('playwright').CDPSession} session */
async function scriptSeconds(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? Number.NaN;
}

/** @param {import('playwright').Page} page the wait itself scripts some microseconds, which count against the page */
const nextFrame = (page) => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));

/**
 * Milliseconds of scripting for each pointer move, everything that it caused up to the next painted frame.
 * @param {string} hash link of the document whose roof is dragged
 * @returns {Promise<{ frames: number[], points: number }>}
 */
export async function dragRoof(hash) {
  const server = await preview({
    root: new URL('../..', import.meta.url).pathname,
    logLevel: 'silent',
    preview: { port: 4529 },
  });
  const browser = await chromium.launch({ executablePath: bringChromium(), args: [...CHROMIUM_ARGS] });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(`${server.resolvedUrls?.local[0] ?? ''}index.html#${hash}`);
    const grip = page.getByRole('slider', { name: /bandwidth roof/ }).last();
    await grip.waitFor();
    const points = await page.locator('[data-point]').count();
    const box = await grip.boundingBox();
    if (!box) throw new Error('the grip of the roof is not on the page');
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    await page.mouse.move(x, y);
    await page.mouse.down();
    /** @type {number[]} */
    const frames = [];
    for (let move = 0; move < WARM_UP + MOVES; move++) {
      const before = await scriptSeconds(session);
      await page.mouse.move(x, y - 40 * Math.sin(move / 6));
      await nextFrame(page);
      if (move >= WARM_UP) frames.push(((await scriptSeconds(session)) - before) * 1000);
    }
    await page.mouse.up();
    return { frames, points };
  } finally {
    await browser.close();
    await new Promise((done) => server.httpServer.close(done));
  }
}
