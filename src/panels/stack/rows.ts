import type { Analysis, LayerAnalysis } from '#model/analysis/analysis.ts';
import type { Layer, LayerKind, ResolvedStack, Shape, Stack, StackFault } from '#model/workload/layer.ts';
import { layerKind } from '#model/workload/registry.ts';

/** One row of the stack: a layer, or a repeat group with the rows inside it. */
export interface Row {
  /** `name`, or `group/name` inside a repeat group: what edits and the chart's subjects go by. */
  readonly path: string;
  readonly name: string;
  readonly title: string;
  readonly category: LayerKind['category'] | 'repeat';
  /** Position in its list, and the list's length. */
  readonly index: number;
  readonly count: number;
  readonly times: number;
  /** null while the stack has a fault before it. */
  readonly output: Shape | null;
  readonly parameters: number | null;
  /** Of the stack's time; null without an analysis. */
  readonly share: number | null;
  readonly analysis: LayerAnalysis | null;
  readonly fault: string | null;
  readonly children: readonly Row[] | null;
}

interface Facts {
  readonly resolved: ResolvedStack | null;
  readonly analysis: Analysis | null;
  readonly fault: StackFault | null;
}

/** The rows of a stack with what is known of each. The analysis may be an older one: rows it does not have stay without. */
export function rowsOf(stack: Stack, { resolved, analysis, fault }: Facts): readonly Row[] {
  const resolvedByPath = new Map(resolved?.layers.map((layer) => [layer.path, layer]));
  const analysedByPath = new Map(analysis?.layers.map((layer) => [layer.layer.path, layer]));
  const total = analysis?.totals.time ?? 0;
  const faultAt = (path: string, name: string) =>
    fault && (fault.layer === path || (fault.layer === name && !path.includes('/'))) ? fault.message : null;

  const layerRow = (layer: Layer, path: string, times: number, index: number, count: number): Row => {
    const known = resolvedByPath.get(path) ?? analysedByPath.get(path)?.layer;
    const analysed = analysedByPath.get(path) ?? null;
    const kind = layerKind(layer.kind);
    return {
      path,
      name: layer.name,
      title: kind?.title ?? layer.kind,
      category: kind?.category ?? 'data',
      index,
      count,
      times,
      output: known?.outputs[0] ?? null,
      parameters: known ? known.parameters * times : null,
      share: analysed && total > 0 ? (analysed.time * times) / total : null,
      analysis: analysed,
      fault: faultAt(path, layer.name),
      children: null,
    };
  };
  return stack.layers.map((item, index): Row => {
    const count = stack.layers.length;
    if (!('layers' in item)) return layerRow(item, item.name, 1, index, count);
    const children = item.layers.map((layer, inner) =>
      layerRow(layer, `${item.name}/${layer.name}`, item.times, inner, item.layers.length),
    );
    return {
      path: item.name,
      name: item.name,
      title: 'Repeat group',
      category: 'repeat',
      index,
      count,
      times: item.times,
      output: children.at(-1)?.output ?? null,
      parameters: sumKnown(children.map((row) => row.parameters)),
      share: sumKnown(children.map((row) => row.share)),
      analysis: null,
      fault: faultAt(item.name, item.name),
      children,
    };
  });
}

const sumKnown = (values: readonly (number | null)[]): number | null =>
  values.some((value) => value === null) ? null : values.reduce<number>((total, value) => total + (value ?? 0), 0);

/** Names that a layer at a path may take as its input, nearest first. */
export function earlierNames(stack: Stack, path: string): readonly string[] {
  const [head, tail] = path.split('/');
  const outer = stack.layers.findIndex((item) => item.name === head);
  const before = stack.layers.slice(0, Math.max(0, outer)).map((item) => item.name);
  const group = stack.layers[outer];
  if (tail === undefined || !group || !('layers' in group)) return [...before.toReversed(), '@input'];
  const inner = group.layers
    .slice(
      0,
      group.layers.findIndex((layer) => layer.name === tail),
    )
    .map((layer) => layer.name);
  return [...inner.toReversed(), '@block', ...before.toReversed(), '@input'];
}

/** The layer at a path. */
export function layerAt(stack: Stack, path: string): Layer | null {
  const [head, tail] = path.split('/');
  const item = stack.layers.find((candidate) => candidate.name === head);
  if (!item) return null;
  if (!('layers' in item)) return tail === undefined ? item : null;
  return item.layers.find((layer) => layer.name === tail) ?? null;
}
