import { expect, test } from './fixture.ts';
import { dots, open, region, roof } from './playground.ts';

const undo = { name: 'Undo', exact: true };
const redo = { name: 'Redo', exact: true };

test('a layer is changed, moved and removed, and each step undoes', async ({ page }) => {
  await open(page);
  const stack = region(page, 'Layer stack');
  const choice = stack.getByRole('combobox', { name: 'Stack' });
  await choice.selectOption('lenet5');
  await expect(stack.locator('[data-row]')).not.toHaveCount(0);
  const rows = () => stack.locator('[data-row]').evaluateAll((all) => all.map((row) => row.getAttribute('data-row')));
  const before = await rows();
  const [first = ''] = before;

  await stack.locator(`[data-row="${first}"]`).click();
  await stack.getByRole('button', { name: `Duplicate ${first}` }).click();
  await expect.poll(rows).toHaveLength(before.length + 1);
  await page.getByRole('button', undo).click();
  await expect.poll(rows).toEqual(before);
  await page.getByRole('button', redo).click();
  await expect.poll(rows).toHaveLength(before.length + 1);
  await page.getByRole('button', undo).click();

  const [, second = ''] = before;
  await stack.locator(`[data-row="${second}"]`).click();
  await stack.getByRole('button', { name: `Remove ${second}` }).click();
  await expect.poll(rows).not.toContain(second);
  await page.getByRole('button', undo).click();
  await expect.poll(rows).toEqual(before);
});

test('a layer is added from the list of kinds, and a shape fault is explained where it is', async ({ page }) => {
  await open(page);
  const stack = region(page, 'Layer stack');
  await stack.getByRole('combobox', { name: 'Stack' }).selectOption('mlp');
  await stack.getByRole('button', { name: 'Add layer' }).click();
  await stack.getByRole('searchbox').fill('conv2d');
  await stack.getByRole('button', { name: /Slides a kernel/ }).click();
  // A convolution after a vector fits nothing: the page says so and stays whole.
  await expect(stack).toContainText('does not fit');
  await expect(dots(page, 'modelled').first()).toBeVisible();
  await page.getByRole('button', undo).click();
  await expect(stack).not.toContainText('does not fit');
});

test('a roof is dragged, the machine follows, and it undoes', async ({ page }) => {
  await open(page);
  const machine = region(page, 'Machine');
  const grip = roof(page, /bandwidth roof/).last();
  const before = await grip.getAttribute('aria-valuenow');
  const name = await machine.getByRole('combobox', { name: 'Machine' }).inputValue();
  const box = await grip.boundingBox();
  if (!box) throw new Error('the grip has no box');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y - 30, { steps: 5 });
  await page.mouse.up();
  await expect(grip).not.toHaveAttribute('aria-valuenow', before ?? '');
  expect(Number(await grip.getAttribute('aria-valuenow'))).toBeGreaterThan(Number(before));
  await page.getByRole('button', undo).click();
  await expect(grip).toHaveAttribute('aria-valuenow', before ?? '');
  await expect(machine.getByRole('combobox', { name: 'Machine' })).toHaveValue(name);
});
