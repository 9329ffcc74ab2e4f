import { beforeEach, expect, it } from 'vitest';
import type { Run } from '#measure/record/record.ts';
import { sampleRun } from '#measure/record/sample-run.ts';
import { createSavedRuns } from './saved-runs.ts';

// In a real browser: jsdom has no IndexedDB.
const deleted = () =>
  new Promise<void>((resolve) => {
    const request = indexedDB.deleteDatabase('ridgepoint');
    request.onsuccess = () => resolve();
    request.onblocked = () => resolve();
  });
beforeEach(deleted);

const open = () => createSavedRuns(() => indexedDB);
const runAt = (day: number, over: Partial<Run> = {}): Run => ({
  ...sampleRun(),
  id: `run-${day}`,
  startedAt: `2026-11-${String(day).padStart(2, '0')}T10:00:00.000Z`,
  ...over,
});

it('a run that was saved is there on the next visit, the newest first', async () => {
  const saved = open();
  saved.save(runAt(3), true);
  await saved.settled();
  saved.save(runAt(5), true);
  await saved.settled();
  expect(await open().load()).toEqual([runAt(5), runAt(3)]);
});

it('a run under way is saved as it goes, and says that the page was closed', async () => {
  const saved = open();
  const whole = runAt(1);
  const [first] = whole.measurements;
  if (!first) throw new Error('the sample run is empty');
  saved.save({ ...whole, measurements: [first] }, false);
  saved.save(whole, false);
  await saved.settled();
  const [found] = await open().load();
  expect(found?.measurements).toEqual(whole.measurements);
  expect(found?.faults.at(-1)).toMatchObject({ kind: 'cancelled', message: expect.stringContaining('reloaded') });
  saved.save(whole, true);
  await saved.settled();
  expect((await open().load())[0]?.faults).toEqual(whole.faults);
});

it('keeps the newest dozen', async () => {
  const saved = open();
  for (let day = 1; day <= 14; day++) {
    saved.save(runAt(day), true);
    await saved.settled();
  }
  const loaded = await open().load();
  expect(loaded.map(({ id }) => id)).toEqual(Array.from({ length: 12 }, (_, index) => `run-${14 - index}`));
});

it('leaves out what somebody changed', async () => {
  const saved = open();
  saved.save(runAt(1), true);
  saved.save({ ...runAt(2), measurements: 'none' } as unknown as Run, true);
  await saved.settled();
  saved.save(runAt(3), true);
  await saved.settled();
  expect((await open().load()).map(({ id }) => id)).not.toContain('run-2');
});

it('saves nothing where storage is refused, and nobody notices', async () => {
  const refused = createSavedRuns(() => {
    throw new DOMException('refused', 'SecurityError');
  });
  refused.save(runAt(1), true);
  await refused.settled();
  expect(await refused.load()).toEqual([]);
});
