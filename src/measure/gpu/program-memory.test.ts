import { describe, expect, it } from 'vitest';
import { seededRandom } from '#core/random.ts';
import type { Program, Step, Tensor } from '../stack/program.ts';
import { memoryFits, planMemory, tensorBytes } from './program-memory.ts';

/** Only reads and writes matter here. */
const step = (reads: readonly string[], writes: string): Step =>
  ({ layers: [writes], occurrence: 0, reads, writes }) as unknown as Step;
const made = (id: string, elements: number): Tensor => ({ id, elements, origin: 'made' });
const given = (id: string, elements: number, key?: string): Tensor => ({
  id,
  elements,
  origin: 'given',
  ...(key !== undefined && { content: { key, fill: () => new Float32Array(elements) } }),
});

/** A random graph: each step reads some of what is there. */
function randomProgram(seed: number): Pick<Program, 'tensors' | 'steps'> {
  const random = seededRandom(seed);
  const tensors: Tensor[] = [given('x', 1 + random.integer(100))];
  const steps: Step[] = [];
  for (let index = 0; index < 40; index++) {
    const weight = given(`w${index}`, 1 + random.integer(50), `weights ${random.integer(8)} of ${index % 3}`);
    const known = tensors.filter(({ content }) => content === undefined).map(({ id }) => id);
    const reads = Array.from({ length: 1 + random.integer(3) }, () => known[random.integer(known.length)] as string);
    const out = made(`t${index}`, 1 + random.integer(200));
    tensors.push(weight, out);
    steps.push(step([...reads, weight.id], out.id));
  }
  return { tensors, steps };
}

describe('a plan of memory', () => {
  it('never lets two tensors that are needed at once share a buffer, and gives each enough', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const program = randomProgram(seed);
      const plan = planMemory(program);
      const holds = new Map<number, string>();
      for (const [index, { reads, writes }] of program.steps.entries()) {
        for (const id of reads) {
          const tensor = program.tensors.find((one) => one.id === id);
          const buffer = plan.bufferOf.get(id) ?? -1;
          if (tensor?.origin === 'made') expect(holds.get(buffer), `seed ${seed}, step ${index}`).toBe(id);
          expect(plan.buffers[buffer]?.size).toBeGreaterThanOrEqual(tensorBytes(tensor ?? { elements: Infinity }));
          expect(plan.bufferOf.get(writes), `seed ${seed}, step ${index}`).not.toBe(buffer);
        }
        holds.set(plan.bufferOf.get(writes) ?? -1, writes);
      }
    }
  });

  it('takes a chain through two buffers, the larger of each pair', () => {
    const tensors = [given('x', 4), made('a', 8), made('b', 16), made('c', 12), made('d', 2)];
    const steps = [step(['x'], 'a'), step(['a'], 'b'), step(['b'], 'c'), step(['c'], 'd')];
    const { buffers, bufferOf, bytes } = planMemory({ tensors, steps });
    expect(buffers.map(({ size }) => size)).toEqual([16, 48, 64]);
    expect(bufferOf.get('a')).toBe(bufferOf.get('c'));
    expect(bytes).toBe(128);
  });

  it('makes equal contents once, and nothing for tensors that no step uses', () => {
    const tensors = [given('w', 4, 'same'), given('v', 4, 'same'), given('idle', 999), made('a', 4), made('b', 4)];
    const steps = [step(['w'], 'a'), step(['a', 'v'], 'b')];
    const { buffers, bufferOf } = planMemory({ tensors, steps });
    expect(buffers).toHaveLength(3);
    expect(bufferOf.get('w')).toBe(bufferOf.get('v'));
    expect(buffers[bufferOf.get('v') ?? -1]?.until).toBe(1);
    expect(bufferOf.has('idle')).toBe(false);
  });

  it('needs nothing for a refused step but what others read of it', () => {
    const tensors = [given('x', 4), given('huge', 1e9), made('a', 4), made('b', 4), made('c', 1e9)];
    const steps = [step(['x', 'huge'], 'a'), step(['a'], 'b'), step(['b', 'huge'], 'c')];
    const { bufferOf, bytes } = planMemory({ tensors, steps }, new Set([0, 2]));
    expect([...bufferOf.keys()].toSorted()).toEqual(['a', 'b']);
    expect(bytes).toBe(32);
  });

  it('names the limit where the tensors are too large together', () => {
    expect(memoryFits({ bytes: 4 * 2 ** 30 })).toBeNull();
    expect(memoryFits({ bytes: 26e9 })).toMatch(/^Its tensors need 24\.2.GiB together; at most 4.GiB/);
  });

  it.each([
    ['reads before it is made', [step(['b'], 'a')], /step 0 reads b before/],
    ['writes twice', [step(['x'], 'a'), step(['x'], 'a')], /step 1 may not write a/],
    ['writes what was given', [step(['a'], 'x')], /reads a before/],
    ['names what is not there', [step(['y'], 'a')], /no tensor y/],
  ])('refuses a program that %s', (_, steps, message) => {
    const tensors = [given('x', 4), made('a', 4), made('b', 4)];
    expect(() => planMemory({ tensors, steps })).toThrow(message);
  });
});
