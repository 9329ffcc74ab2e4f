import { AxeBuilder } from '@axe-core/playwright';
import { encodeLink } from '#state/permalink.ts';
import {
  changed,
  code,
  compiler,
  editorDocument,
  KERNEL,
  openEditor,
  result,
  runButton,
  SOURCE,
  write,
} from './editor.ts';
import { expect, type Page, test } from './fixture.ts';
import { dots, expectPhase, resultRows, roofline, SUITE } from './playground.ts';

const STORE = 'c[row * N + column] = sum;';

/** How often the page has asked the browser for a GPU. */
async function countAdapters(page: Page): Promise<() => Promise<number>> {
  await page.addInitScript(() => {
    const request = navigator.gpu.requestAdapter.bind(navigator.gpu);
    Object.assign(globalThis, { adaptersAsked: 0 });
    navigator.gpu.requestAdapter = (options) => {
      (globalThis as unknown as { adaptersAsked: number }).adaptersAsked++;
      return request(options);
    };
  });
  return () => page.evaluate(() => (globalThis as unknown as { adaptersAsked: number }).adaptersAsked);
}

test('a compile error stands at its line and in words, on a pause in typing, after one click', async ({ page }) => {
  const asked = await countAdapters(page);
  await openEditor(page);
  await write(page, changed(STORE, 'c[row * N + column] = som;'));
  await expect(compiler(page)).toContainText('Not compiled yet');
  expect(await asked()).toBe(0);
  await page.getByRole('button', { name: 'Check' }).click();
  const line = SOURCE.slice(0, SOURCE.indexOf(STORE)).split('\n').length;
  await expect(compiler(page)).toContainText(`line ${line}, column`, { timeout: SUITE });
  await expect(compiler(page)).toContainText('som');
  await expect(page.locator('.cm-lintRange-error')).toHaveText('som');
  // A click on the line goes there.
  await compiler(page)
    .getByRole('button', { name: `line ${line}` })
    .click();
  await page.keyboard.press('Delete');
  await page.keyboard.press('Delete');
  await page.keyboard.press('Delete');
  await page.keyboard.insertText('sum');
  await expect(compiler(page)).toContainText('It compiles.', { timeout: SUITE });
  await expect(page.locator('.cm-lintRange-error')).toHaveCount(0);
  // However fast it is typed, nothing of it is lost.
  const words = '// the quick brown fox jumps over the lazy dog, and back again';
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.type(words);
  await expect(code(page)).toContainText(words);
  // What binds a buffer or sets a constant is looked at too.
  await write(page, changed('@binding(2)', '@binding(3)'));
  await expect(compiler(page)).toContainText('Error', { timeout: SUITE });
  await expect(compiler(page)).toContainText('1 error');
});

test('a wrong result is shown as wrong with its first mismatches, and gets no point', async ({ page }) => {
  await openEditor(page);
  await write(page, changed(STORE, 'c[row * N + column] = sum + f32(row == 2u);'));
  await runButton(page).click();
  await expectPhase(page, 'fault');
  await expect(result(page)).toContainText('gives a wrong result, so it gets no point');
  const first = result(page).getByRole('table', { name: 'The first mismatches' }).getByRole('row').nth(1);
  await expect(first.getByRole('cell').first()).toHaveText('2');
  await expect(first.getByRole('cell').nth(1)).toHaveText('0');

  // An output that is dropped is told from the poison. The source that failed was kept.
  await expect(code(page)).toContainText('f32(row == 2u)');
  await write(page, changed(STORE, `if (row != 3u) { ${STORE} }`));
  await runButton(page).click();
  await expectPhase(page, 'measuring');
  await expectPhase(page, 'fault');
  await expect(result(page)).toContainText('wrote nothing to row 3 of 19');
  await expect(result(page)).toContainText('workgroups that never ran');

  await page.getByRole('tab', { name: 'Roofline' }).click();
  await expect(dots(page, 'measured')).toHaveCount(0);
  await expect(resultRows(page)).toHaveCount(0);
});

test('a right one stands on the roofline beside the original, called edited; it is kept over a reload', async ({
  page,
}) => {
  await openEditor(page);
  await write(page, `// Mine.\noverride SCALE: f32 = 1.0;\n${changed(STORE, 'c[row * N + column] = SCALE * sum;')}`);
  const slider = page.getByRole('slider', { name: /SCALE/ });
  await expect(slider).toHaveValue('1');
  // Another constant is another result: a wrong one here.
  await slider.press('ArrowRight');
  await runButton(page).click();
  await expect(result(page)).toContainText('wrong result', { timeout: SUITE });
  await page.getByRole('button', { name: 'Back to 1' }).click();
  await runButton(page).click();
  await expect(result(page)).toContainText('Right.', { timeout: SUITE });
  await expect(result(page)).toContainText(/edited kernel .* as fast/);
  await expectPhase(page, 'done');
  await page.getByRole('button', { name: 'Show both on the roofline' }).click();
  await expect(resultRows(page).filter({ hasText: /edited [0-9a-f]{8}/ })).toHaveCount(1);
  await expect(resultRows(page).filter({ hasText: KERNEL })).toHaveCount(2);
  await expect(roofline(page)).toContainText('naive, edited');
  expect(await dots(page, 'measured').count()).toBeGreaterThanOrEqual(2);

  await page.reload();
  await page.getByRole('tab', { name: 'Editor' }).click();
  await expect(code(page)).toContainText('// Mine.');
});

test('a link carries edited source only when asked, and compiles none of it before it was shown and taken', async ({
  page,
  context,
}) => {
  await openEditor(page);
  await write(page, `// From afar. <img src=x onerror="document.title='x'">\n${SOURCE}`);
  await page.getByRole('button', { name: 'Share link' }).click();
  const link = page.getByRole('textbox', { name: 'Link', exact: true });
  const plain = await link.inputValue();
  await page.getByRole('checkbox', { name: /With my edited WGSL of matmul\/naive/ }).check();
  await expect(link).not.toHaveValue(plain);
  const carrying = await link.inputValue();

  const reader = await context
    .browser()
    ?.newContext()
    .then((own) => own.newPage());
  if (!reader) throw new Error('no second page');
  const asked = await countAdapters(reader);
  await reader.goto(carrying);
  await expect(reader.getByText('This link carries edited WGSL for matmul/naive').first()).toBeVisible();
  await expect(code(reader)).not.toContainText('From afar');
  await reader.getByRole('button', { name: 'Show the source' }).click();
  await expect(reader.getByRole('textbox', { name: 'The carried WGSL' })).toHaveValue(/^\/\/ From afar/);
  await reader.getByRole('button', { name: 'Put it into the editor' }).click();
  await expect(code(reader)).toContainText('From afar');
  await reader.waitForTimeout(1000);
  expect(await asked()).toBe(0);
  expect(await reader.title()).toContain('Ridgepoint');
  await reader.getByRole('button', { name: 'Check' }).click();
  await expect(compiler(reader)).toContainText('It compiles.', { timeout: SUITE });
  await reader.goto('about:blank');
  await reader.goto(plain);
  await expect(code(reader)).toBeVisible();
  await expect(reader.getByText('carries edited WGSL')).toHaveCount(0);
  await reader.context().close();
});

for (const [width, height, theme] of [
  [1440, 900, 'light'],
  [768, 1024, 'dark'],
  [360, 740, 'projector'],
] as const)
  test(`the editor ${width} px wide, ${theme}: nothing runs over the edge, axe finds no violation, Escape and Tab leave it`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height });
    await openEditor(page, encodeLink(editorDocument), `?theme=${theme}`);
    await write(page, changed(STORE, 'c[row * N + column] = som;'));
    await page.getByRole('button', { name: 'Check' }).click();
    await expect(page.locator('.cm-lintRange-error')).toHaveText('som', { timeout: SUITE });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0);
    await page.screenshot({ path: `test-results/screenshots/editor-${width}-${theme}.png`, fullPage: true });
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} at ${target.join(' ')}`))).toEqual(
      [],
    );
    await code(page).focus();
    await page.keyboard.press('Tab');
    await expect(code(page)).toBeFocused();
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    await expect(code(page)).not.toBeFocused();
  });
