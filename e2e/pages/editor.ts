import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';
import { DEFAULT_DOCUMENT, withView } from '#state/document.ts';
import { encodeLink } from '#state/permalink.ts';
import { editorView } from '#state/views/editor.ts';
import { EDITOR_PAGE, pageView } from '#state/views/page.ts';
import { region } from './playground.ts';

/** A kernel that a processor which plays GPU does in a moment; past the edge of its workgroups. */
export const KERNEL = 'matmul/naive';
export const PROBLEM = { m: 19, n: 21, k: 5 };
export const SOURCE = readFileSync(new URL('../../shaders/matmul/naive.wgsl', import.meta.url), 'utf8');

/** The source with one thing changed; a test whose change finds nothing would test nothing. */
export function changed(from: string, to: string): string {
  expect(SOURCE).toContain(from);
  return SOURCE.replace(from, to);
}

export const editorDocument = withView(
  withView(DEFAULT_DOCUMENT, editorView, { kernel: KERNEL, problem: PROBLEM }),
  pageView,
  { view: EDITOR_PAGE },
);

export const code = (page: Page): Locator => page.getByRole('textbox', { name: `WGSL of ${KERNEL}` });
export const compiler = (page: Page): Locator => region(page, 'Compiler');
export const result = (page: Page): Locator => region(page, 'Result');
export const runButton = (page: Page): Locator => page.getByRole('button', { name: /^Run the/ });

export async function openEditor(page: Page, hash = encodeLink(editorDocument), query = ''): Promise<void> {
  await page.goto(`/index.html${query}#${hash}`);
  await expect(code(page)).toBeVisible();
}

/** Puts a text in place of all that is in the editor. */
export async function write(page: Page, source: string): Promise<void> {
  await code(page).click();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(source);
}
