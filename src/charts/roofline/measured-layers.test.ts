import { describe, expect, it } from 'vitest';
import { flopsPerSecond } from '#core/units.ts';
import type { RooflinePoint } from '#model/roofline/roofline.ts';
import { examplePoints, measuredDevice, tiersOf } from './example.fixture.ts';
import { layoutJoins, layoutMarks } from './marks.ts';
import { layoutPointLabels } from './point-labels.ts';
import { frameOf, scalesOf } from './scale.ts';
import { takeaway } from './takeaway.ts';
import { fitView } from './view.ts';

const layers = ['conv1', 'fc'].flatMap((subject, index) =>
  examplePoints(measuredDevice, 'f32', {
    subject,
    category: 'convolution',
    flop: 2 ** 31,
    traffic: { cache: 2 ** (26 - 2 * index), memory: 2 ** (24 - 2 * index) },
  }),
);
/** Each layer again, as a run measured it: conv1 at 60 % of the modelled speed, fc at 90 %. */
const measured = layers.map((point): RooflinePoint => {
  const share = point.subject === 'conv1' ? 0.6 : 0.9;
  return {
    ...point,
    id: `${point.id} measured`,
    performance: flopsPerSecond(share * point.performance),
    provenance: 'measured',
    twin: { performance: point.performance, error: share - 1 },
  };
});
const points = [...layers, ...measured];
const scales = scalesOf(frameOf(900, 560), fitView(measuredDevice, 'f32', points));
const marks = layoutMarks(points, tiersOf(measuredDevice), scales);
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('layers that were measured', () => {
  it('stand below their modelled dots, joined to them and not along with them', () => {
    const joins = layoutJoins(marks);
    expect(joins.map(({ subject, measured: is }) => `${subject} ${is}`).toSorted()).toEqual([
      'conv1 false',
      'conv1 true',
      'fc false',
      'fc true',
    ]);
    for (const { point, x, twinY } of marks.filter((mark) => mark.measured)) {
      const twin = marks.find((mark) => `${mark.point.id} measured` === point.id);
      expect([x, twinY]).toEqual([twin?.x, twin?.y]);
    }
  });

  it('are named once each, at the measured dot, with the error', () => {
    const labels = layoutPointLabels(marks, scales, { most: 9, obstacles: [], lines: [], isolated: null });
    expect(labels.map(({ text, error }) => plain(`${text} ${error}`)).toSorted()).toEqual(['conv1 −40 %', 'fc −10 %']);
  });

  it('are said to be near the model or far from it', () => {
    expect(plain(takeaway(points, measuredDevice))).toMatch(
      /; measured, fc is −10 % from the model and conv1 −40 %\.$/,
    );
  });
});
