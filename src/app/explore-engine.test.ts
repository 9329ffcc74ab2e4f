import { describe, expect, it } from 'vitest';
import { explore, type Question } from '#model/analysis/explore.ts';
import { machinePreset } from '#model/machine/presets/index.ts';
import { stackPreset } from '#model/workload/presets/index.ts';
import { askExplore, type ExploreLine } from './explore-engine.ts';

const question: Question = {
  situation: {
    stack: stackPreset('lenet5')?.build({}) ?? expect.unreachable(),
    machine: machinePreset('h100-sxm') ?? expect.unreachable(),
    settings: { batch: 1, format: 'f16', overlap: 'none', residency: 'cold' },
  },
  path: 'conv1',
};
const patient = () => new AbortController().signal;

/** A worker that does what `serve` says with a question. */
function lineThat(serve: (line: ExploreLine, asked: Question) => void) {
  const seen = { ended: 0 };
  const line: ExploreLine = {
    onmessage: null,
    onerror: null,
    postMessage: (asked: Question) => serve(line, asked),
    terminate: () => {
      seen.ended++;
    },
  };
  return { line, seen };
}

describe('asking beside the page', () => {
  it('gives the worker’s answer and ends the worker', async () => {
    const { line, seen } = lineThat((own, asked) =>
      own.onmessage?.(new MessageEvent('message', { data: explore(structuredClone(asked)) })),
    );
    const answer = await askExplore(question, patient(), () => line);
    expect(answer).toEqual({ ok: true, value: explore(question) });
    expect(seen.ended).toBe(1);
  });

  it('answers on the page where a worker is refused or does not load', async () => {
    const refused = await askExplore(question, patient(), () => {
      throw new Error('no workers');
    });
    const { line } = lineThat((own) => own.onerror?.({ message: '' } as ErrorEvent));
    const unloaded = await askExplore(question, patient(), () => line);
    for (const answer of [refused, unloaded]) expect(answer).toEqual({ ok: true, value: explore(question) });
  });

  it('says what a worker that fails says', async () => {
    const { line, seen } = lineThat((own) => own.onerror?.({ message: 'out of memory' } as ErrorEvent));
    const answer = await askExplore(question, patient(), () => line);
    expect(answer).toMatchObject({ ok: false, error: expect.stringContaining('out of memory') });
    expect(seen.ended).toBe(1);
  });

  it('ends the worker when nobody waits any more', async () => {
    const { line, seen } = lineThat(() => {});
    const controller = new AbortController();
    void askExplore(question, controller.signal, () => line);
    controller.abort();
    expect(seen.ended).toBe(1);
  });

  it('starts no worker for what was called off before', async () => {
    const answer = await askExplore(question, AbortSignal.abort(), () => expect.unreachable());
    expect(answer.ok).toBe(false);
  });
});
