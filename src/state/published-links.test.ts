import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { dictionary1 } from './link/dictionary-1.ts';
import { decodeLink, encodeLink } from './permalink.ts';
import * as links from './published-links.fixture.ts';

const DEFAULT_SETTINGS = { batch: 1, format: 'f32', overlap: 'double-buffered', residency: 'cold' };

const digest = (content: string | Uint8Array) => createHash('sha256').update(content).digest('hex').slice(0, 16);
/** Objects with their keys in order, for JSON.stringify. */
const sorted = (_: string, value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

describe('published links', () => {
  it('show ready-made stacks and machines', () => {
    expect(decodeLink(links.PRESETS)).toEqual({
      document: {
        version: 1,
        stack: { preset: 'gpt2', sequence: 256 },
        machine: { preset: 'a100-80gb' },
        settings: { ...DEFAULT_SETTINGS, batch: 8, format: 'f16' },
        views: { roofline: { boundary: 'hbm' } },
      },
      run: null,
      notes: [],
    });
  });

  it('show a stack of the person’s own', () => {
    const conv = { outChannels: 16, kernel: [3], padding: [1] };
    const custom = {
      id: 'custom',
      name: 'Two convolutions',
      input: { shape: [3, 32, 32] },
      layers: [
        { name: 'conv1', kind: 'conv2d', fields: conv },
        { name: 'relu1', kind: 'activation', fields: { function: 'relu' } },
        {
          name: 'block',
          kind: 'repeat',
          times: 3,
          layers: [
            { name: 'conv', kind: 'conv2d', fields: { ...conv, bias: false } },
            { name: 'add', kind: 'add', inputs: ['conv', '@block'], fields: {} },
          ],
        },
        { name: 'fc', kind: 'linear', inputs: ['block'], fields: { outFeatures: 10 } },
      ],
    };
    expect(decodeLink(links.CUSTOM_STACK)).toEqual({
      document: {
        version: 1,
        stack: { custom },
        machine: { preset: 'h100-sxm' },
        settings: DEFAULT_SETTINGS,
        views: {},
      },
      run: null,
      notes: [],
    });
  });

  it('show a machine with a roof that was dragged, and the sources of all that was not', () => {
    const { document, notes } = decodeLink(links.DRAGGED_ROOF);
    const machine = 'custom' in document.machine ? document.machine.custom : null;
    expect(notes).toEqual([]);
    expect(machine?.tiers.map(({ id }) => id)).toEqual(['l1', 'l2', 'hbm']);
    expect(machine?.tiers[2]?.readBandwidth).toEqual({
      value: 4.8e12,
      provenance: 'derived',
      source: 'edited by hand',
    });
    expect(machine?.units[0]?.peaks.f32).toEqual({
      value: 66.9e12,
      provenance: 'spec',
      source: 'NVIDIA H100 Tensor Core GPU Architecture whitepaper, SXM5',
    });
  });

  it('show what was measured', () => {
    const { document, run, notes } = decodeLink(links.MEASURED);
    expect(notes).toEqual([]);
    expect(document.machine).toEqual({ run: 'this-gpu' });
    expect(run).toMatchObject({
      device: 'Example GPU (invented figures)',
      environment: 'Chrome 156, Windows',
      at: '2026-11-21T09:14:27.031Z',
    });
    expect(run?.points.map(({ kernel }) => kernel)).toEqual([
      'compute/fma',
      'memory/read',
      'memory/read',
      'memory/strided',
      'matmul/naive',
      'matmul/strided',
      'matmul/tiled-8',
      'matmul/tiled-16',
      'matmul/tiled-strided',
      'matmul/register',
    ]);
    expect(run?.points[4]?.problem).toEqual({ m: 1021, n: 1023, k: 1019 });
    expect(run?.points[4]?.cost.flop).toBe(2 * 1021 * 1023 * 1019);
  });

  it('show a large stack layer by layer', () => {
    const { document, run, notes } = decodeLink(links.LARGE);
    const stack = 'custom' in document.stack ? document.stack.custom : null;
    expect(notes).toEqual([]);
    expect(run?.points.length).toBe(10);
    expect(stack?.layers.length).toBe(175);
    expect(stack?.layers[96]).toEqual({
      name: 'layer3.1.conv3',
      kind: 'conv2d',
      fields: { outChannels: 1623, kernel: [1], bias: false },
    });
    expect(digest(JSON.stringify(stack, sorted))).toBe('d50c8d20c42ae960');
  });

  it('stay as short as they were', () => {
    for (const link of Object.values(links)) {
      const { document, run } = decodeLink(link);
      expect(encodeLink(document, run).length).toBeLessThanOrEqual(link.length + 8);
    }
  });

  it('stand on a dictionary that never changes', () => {
    expect(digest(dictionary1())).toBe('139c8067f1a4f6fc');
  });
});
