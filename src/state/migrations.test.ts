import { describe, expect, it } from 'vitest';
import { migrate } from './migrations.ts';

const steps = [
  (document: object) => ({ ...document, colour: 'red' }),
  (document: object) => ({ ...document, shape: 'round' }),
];

describe('migrations', () => {
  it('take a document of each version through every later step', () => {
    expect(migrate({ version: 1 }, steps, 3)).toEqual({ version: 3, colour: 'red', shape: 'round' });
    expect(migrate({ version: 2, colour: 'blue' }, steps, 3)).toEqual({ version: 3, colour: 'blue', shape: 'round' });
    expect(migrate({ version: 3, colour: 'blue' }, steps, 3)).toEqual({ version: 3, colour: 'blue' });
  });

  it('leave alone what they do not know', () => {
    for (const json of [null, 'text', [], { version: 9 }, { version: -1 }, { version: 0.5 }])
      expect(migrate(json, steps, 3)).toEqual(json);
  });
});
