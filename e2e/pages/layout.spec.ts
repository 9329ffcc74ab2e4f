import { expect, test } from './fixture.ts';
import { dots, open, region } from './playground.ts';

const SIZES = [
  { width: 1440, height: 900 },
  { width: 768, height: 1024 },
  { width: 360, height: 740 },
] as const;

for (const size of SIZES)
  for (const theme of ['light', 'dark', 'projector'])
    test(`${size.width} px wide, ${theme}: nothing runs over the edge, and the roofline is first on a small screen`, async ({
      page,
    }) => {
      await page.setViewportSize(size);
      await open(page, '', `/index.html?theme=${theme}`);
      const tops = new Map<string, number>();
      for (const name of ['Roofline', 'Layer stack', 'Machine', 'Measurements']) {
        await expect(region(page, name)).toBeVisible();
        const box = await region(page, name).boundingBox();
        expect(box, name).not.toBeNull();
        expect((box?.x ?? 0) + (box?.width ?? 0), name).toBeLessThanOrEqual(size.width + 1);
        tops.set(name, box?.y ?? Number.NaN);
      }
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow).toBeLessThanOrEqual(0);
      // The page ends where its last region ends.
      const end = await page.evaluate(() => document.documentElement.scrollHeight);
      const last = await region(page, 'Measurements').boundingBox();
      expect(end).toBeLessThanOrEqual(Math.max(size.height, (last?.y ?? 0) + (last?.height ?? 0)) + 100);
      // The roofline is on the first screen at any width, and the first region where there is one column.
      await expect(dots(page, 'modelled').first()).toBeInViewport();
      const others = ['Layer stack', 'Machine', 'Measurements'].map((name) => tops.get(name) ?? 0);
      if (size.width < 768) expect(tops.get('Roofline')).toBeLessThan(Math.min(...others));
      await page.screenshot({ path: `test-results/screenshots/${size.width}-${theme}.png`, fullPage: true });
    });
