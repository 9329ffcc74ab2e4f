import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { machineFromRun } from '#measure/record/calibration.ts';
import { runFromSummary } from '#measure/record/summary.ts';
import { updateTier } from '#model/machine/edit.ts';
import { anyDocument } from './arbitrary-document.fixture.ts';
import { DEFAULT_DOCUMENT, type Document, settingsOf, withView } from './document.ts';
import type { Json } from './json.ts';
import { dictionary1 } from './link/dictionary-1.ts';
import { sealFrame } from './link/frame.ts';
import { packJson } from './link/pack.ts';
import { stackToForm } from './link/stack-form.ts';
import { parseDocument } from './parse-document.ts';
import { decodeLink, encodeLink } from './permalink.ts';
import { editedMachine, editedResnet, sampleSummary } from './sample-documents.fixture.ts';
import { rooflineView } from './views/roofline.ts';

const whole: Document = {
  ...withView(DEFAULT_DOCUMENT, rooflineView, { boundary: 'hbm', showBand: false }),
  stack: { custom: editedResnet() },
  machine: { custom: editedMachine() },
  settings: { batch: 8, format: 'f16', overlap: 'none', residency: 'warm', unit: 'gpu' },
};
/** A link with a right checksum and any content: what a hostile author can make. */
const forged = (content: Json) => sealFrame(1, packJson(content), dictionary1());
const plain = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json;

/** Property tests on a loaded machine, milliseconds. */
const PATIENCE = 60_000;

/** Whatever came in, the page can work with it. */
function expectUsable(hash: string) {
  const { document, notes } = decodeLink(hash);
  expect(parseDocument(plain(document))).toEqual({ document, ignored: [] });
  return { document, notes };
}

describe('permalink', () => {
  it('restores a whole document and what was measured', () => {
    const run = sampleSummary();
    expect(decodeLink(`#${encodeLink(whole, run)}`)).toEqual({ document: whole, run, notes: [] });
  });

  it('restores a measured machine that was edited, intervals and all', () => {
    const machine = machineFromRun(runFromSummary(sampleSummary()));
    if (!machine) throw new Error('the sample holds ceilings');
    const custom = updateTier(machine, 'cache', { name: 'L2, as measured' });
    const document: Document = { ...DEFAULT_DOCUMENT, machine: { custom } };
    expect(custom.tiers[0]?.readBandwidth?.interval).toBeDefined();
    expect(decodeLink(encodeLink(document))).toEqual({ document, run: null, notes: [] });
  });

  it(
    'restores any document',
    () => {
      fc.assert(
        fc.property(anyDocument, (document) => {
          expect(decodeLink(encodeLink(document))).toEqual({ document, run: null, notes: [] });
        }),
        { numRuns: 100 },
      );
    },
    PATIENCE,
  );

  it('holds a ResNet-50-sized custom stack, a custom machine and ten points in 2,000 characters', () => {
    const stack = editedResnet();
    expect(stack.layers.length).toBeGreaterThanOrEqual(170);
    expect(new Set(stack.layers.map(({ name }) => name)).size).toBe(stack.layers.length);
    for (const machine of ['h100-sxm', 'a100-80gb']) {
      const document: Document = { ...whole, machine: { custom: editedMachine(machine) } };
      expect(encodeLink(document, sampleSummary()).length).toBeLessThan(2000);
    }
  });

  it('is short where little differs from the defaults', () => {
    expect(encodeLink(DEFAULT_DOCUMENT).length).toBeLessThan(20);
    expect(encodeLink({ ...DEFAULT_DOCUMENT, machine: { custom: editedMachine() } }).length).toBeLessThan(300);
    expect(decodeLink('')).toEqual({ document: DEFAULT_DOCUMENT, run: null, notes: [] });
  });
});

describe('a damaged or hostile link', () => {
  const link = encodeLink(whole, sampleSummary());

  it('cut anywhere, shows the defaults and says so', () => {
    for (let length = 1; length < link.length; length += 1 + (length % 5)) {
      const { document, notes } = decodeLink(link.slice(0, length));
      expect(document).toBe(DEFAULT_DOCUMENT);
      expect(notes).toEqual([expect.stringContaining('This link is damaged')]);
    }
  });

  it(
    'with a character changed, inserted or any text at all, never throws',
    () => {
      const text = fc.oneof(
        fc.string({ unit: 'binary' }),
        fc.base64String(),
        fc
          .tuple(fc.nat(link.length - 2), fc.string({ maxLength: 3, unit: 'binary-ascii' }), fc.nat(2))
          .map(([at, put, cut]) => link.slice(0, at) + put + link.slice(at + cut)),
      );
      fc.assert(
        fc.property(text, (hash) => {
          expectUsable(hash);
        }),
        { numRuns: 200 },
      );
    },
    PATIENCE,
  );

  it(
    'with a right checksum and any content, gives a valid document',
    () => {
      const key = fc.constantFrom(
        'stack',
        'machine',
        'settings',
        'views',
        'run',
        'version',
        'custom',
        'preset',
        '__proto__',
      );
      const { content } = fc.letrec<{ content: unknown }>((tie) => ({
        content: fc.oneof(
          { maxDepth: 4, depthSize: 'small' },
          fc.jsonValue({ maxDepth: 2 }),
          fc.dictionary(key, tie('content'), { maxKeys: 3 }),
          fc.array(tie('content'), { maxLength: 3 }),
        ),
      }));
      fc.assert(
        fc.property(fc.dictionary(key, content), (forgery) => {
          expectUsable(forged(plain(forgery)));
        }),
        { numRuns: 200 },
      );
    },
    PATIENCE,
  );

  it(
    'with one value of a real link replaced, keeps the rest',
    () => {
      const layers = editedResnet().layers.slice(0, 16);
      const content = plain({
        version: 1,
        stack: { custom: stackToForm({ ...editedResnet(), layers }) },
        machine: { custom: editedMachine() },
        settings: { batch: 8, format: 'f16' },
        views: whole.views,
        run: sampleSummary(),
      });
      const paths = leaves(content);
      const replacement = fc.constantFrom<Json>(-1, 1.5, 1e300, '', 'x'.repeat(3000), null, true, [], {}, 2 ** 40);
      fc.assert(
        fc.property(fc.constantFrom(...paths), replacement, (path, value) => {
          expectUsable(forged(replaced(content, path, value)));
        }),
        { numRuns: 150 },
      );
    },
    PATIENCE,
  );

  it('loses only the fields that are damaged, and names them', () => {
    const { document, notes } = expectUsable(
      forged({
        stack: { preset: 'no-such-network' },
        settings: { batch: -3, format: 'f16', colour: 'red' },
        views: { roofline: { boundary: 'hbm', sizeBy: 'price' }, 'a-view-of-later': { x: 1 } },
      }),
    );
    expect(document.settings).toEqual({ ...DEFAULT_DOCUMENT.settings, format: 'f16' });
    expect(document.stack).toEqual(DEFAULT_DOCUMENT.stack);
    expect(settingsOf(document, rooflineView)).toEqual({ ...rooflineView.defaults, boundary: 'hbm' });
    expect(notes).toEqual([
      'Some settings were ignored: stack, settings.colour, settings.batch, a-view-of-later, roofline.sizeBy.',
    ]);
  });

  it('keeps a custom stack whose layer has a wrong field, and a machine whose figure is none', () => {
    const stack = {
      id: 'custom',
      name: 'Mine',
      input: { shape: [3, 8, 8] },
      layers: [{ name: 'conv', kind: 'conv2d', fields: { outChannels: 0, kernel: [3] } }],
    };
    const machine = plain(editedMachine());
    const tiers = replaced(machine, ['tiers', '1', 'capacity', 'value'], -5);
    const { document, notes } = expectUsable(
      forged({ stack: { custom: stackToForm(stack) }, machine: { custom: tiers } }),
    );
    expect(document.stack).toEqual({
      custom: { ...stack, layers: [{ name: 'conv', kind: 'conv2d', fields: { kernel: [3] } }] },
    });
    expect(
      'custom' in document.machine && document.machine.custom.tiers.map(({ capacity }) => capacity === null),
    ).toEqual([false, true, false]);
    expect(notes).toEqual([expect.stringMatching(/ignored: conv\.outChannels, machine\.tiers/)]);
  });

  it('drops a run that is not one, and says so', () => {
    const { notes, document } = expectUsable(forged({ settings: { batch: 4 }, run: { version: 1, points: [] } }));
    expect(document.settings.batch).toBe(4);
    expect(notes).toEqual(['Some settings were ignored: run.']);
  });

  it('of a version to come is refused with a sentence', () => {
    const { document, run, notes } = decodeLink(sealFrame(2, packJson({ settings: { batch: 4 } }), dictionary1()));
    expect({ document, run }).toEqual({ document: DEFAULT_DOCUMENT, run: null });
    expect(notes).toEqual([expect.stringContaining('newer Ridgepoint')]);
  });

  it('that inflates without end is refused', () => {
    const bomb = sealFrame(1, new Uint8Array(3_000_000), dictionary1());
    expect(decodeLink(bomb).notes).toEqual([expect.stringContaining('inflates to too much')]);
    expect(decodeLink('A'.repeat(10_000_000)).notes).toEqual([expect.stringContaining('too long')]);
  });
});

function leaves(json: Json, path: readonly string[] = []): string[][] {
  if (typeof json !== 'object' || json === null) return [[...path]];
  return [[...path], ...Object.entries(json).flatMap(([key, value]) => leaves(value as Json, [...path, key]))];
}

function replaced(json: Json, [step, ...rest]: readonly string[], value: Json): Json {
  if (step === undefined) return value;
  if (typeof json !== 'object' || json === null) return json;
  if (Array.isArray(json)) return json.map((one, index) => (String(index) === step ? replaced(one, rest, value) : one));
  return Object.fromEntries(
    Object.entries(json).map(([key, one]) => [key, key === step ? replaced(one as Json, rest, value) : (one as Json)]),
  );
}
