import { expect, it } from 'vitest';
import { importInWorker } from './import-engine.ts';

const config = {
  model_type: 'gpt2',
  n_embd: 64,
  n_layer: 2,
  n_head: 4,
  n_positions: 32,
  vocab_size: 100,
};
const file = (json: unknown) => new File([JSON.stringify(json)], 'config.json');

it('reads a file in a worker, and gives its sentence where it does not fit', async () => {
  const read = await importInWorker(file(config), {});
  expect(read).toMatchObject({ ok: true, value: { format: 'Hugging Face configuration', stack: { name: 'GPT-2' } } });
  const wrong = await importInWorker(file({ ...config, n_head: 7 }), {});
  expect(wrong).toMatchObject({ ok: false, error: { field: 'n_head' } });
});

it('reads a file on the page where there are no workers', async () => {
  const refused = () => {
    throw new Error('no workers here');
  };
  expect(await importInWorker(file(config), {}, refused)).toMatchObject({ ok: true });
});
