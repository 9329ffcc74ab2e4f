import { sealFrame } from '#state/link/frame.ts';
import { expect, test } from './fixture.ts';
import { dots, open, region } from './playground.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
/** A frame as links have it, around any bytes. */
const seal = (version: number, content: Uint8Array) => sealFrame(version, content, new Uint8Array(0));
const NOISE = Uint8Array.from({ length: 4096 }, (_, index) => (index * 7919 + 13) & 255);

/** Hashes that no Ridgepoint made, or that something has eaten at. */
const HOSTILE: Readonly<Record<string, string>> = {
  'not a link': 'hello',
  markup: '<script>document.title="x"</script>',
  'broken escapes': '%%%E0%A4%A',
  'a path': '../../etc/passwd',
  'one character': 'A',
  'longer than any link': 'A'.repeat(100_000),
  'another version': seal(99, bytes('{}')),
  'noise with a right checksum': seal(1, NOISE),
  'nothing inside': seal(1, new Uint8Array(0)),
  'fifty megabytes in a few characters': seal(1, new Uint8Array(50 * 2 ** 20)),
  nesting: seal(1, bytes('['.repeat(100_000))),
  'one bit turned': seal(1, bytes('{}')).replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
  'cut short': seal(1, NOISE).slice(0, 40),
};

for (const [what, hash] of Object.entries(HOSTILE))
  test(`a hostile link: ${what}`, async ({ page }) => {
    await open(page, hash);
    await expect(page.getByRole('status').filter({ hasText: /^This link/ })).toBeVisible();
    for (const name of ['Layer stack', 'Roofline', 'Machine', 'Measurements'])
      await expect(region(page, name)).toBeVisible();
    expect(await dots(page, 'modelled').count()).toBeGreaterThan(10);
    expect(await page.title()).toContain('Ridgepoint');
  });
