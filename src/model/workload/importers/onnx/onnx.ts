import { elementsOf } from '../../shape.ts';
import { GraphBuilder } from '../graph-builder.ts';
import { type Imported, type ImportOptions, refuse } from '../imported.ts';
import { folded } from './fold.ts';
import { Inputs } from './inputs.ts';
import { type GraphProto, modelProto, type NodeProto, type TensorProto, type ValueProto } from './model-proto.ts';
import { apply } from './operators.ts';
import { batchIn, type Constant, data, dataInputs, type Site, sampleOf, type Tensor } from './tensor.ts';

/** Floating-point types, and the small whole ones that weights are quantised to. */
const WEIGHTS = new Set([1, 2, 3, 4, 5, 10, 11, 14, 15, 16, 17, 18, 19, 20, 21, 22]);

const constantOf = ({ name, shape, type, values }: TensorProto, origin = name): Constant => ({
  kind: 'constant',
  shape,
  weight: WEIGHTS.has(type),
  origin,
  ...(values && { values }),
});

/** Tensors by name: those of a branch hide those round it. */
class Scope {
  readonly #tensors = new Map<string, Tensor>();
  readonly #outer: Scope | null;
  constructor(outer: Scope | null) {
    this.#outer = outer;
  }
  find(name: string): Tensor | undefined {
    return this.#tensors.get(name) ?? this.#outer?.find(name);
  }
  set(name: string, tensor: Tensor): void {
    if (name !== '') this.#tensors.set(name, tensor);
  }
}

const nodeCount = (graph: GraphProto | undefined): number =>
  (graph?.nodes ?? []).reduce((count, node) => {
    let more = 1;
    for (const { graph: inner } of node.attributes.values()) more += nodeCount(inner);
    return count + more;
  }, 0);

class Walk {
  readonly build = new GraphBuilder();
  readonly inputs: Inputs;
  readonly #opset: number;
  readonly #owners: Site['owners'] = new Map();
  readonly #learned: Site['learned'] = new Map();

  constructor(inputs: readonly ValueProto[], options: ImportOptions, opset: number) {
    this.inputs = new Inputs(this.build, options, inputs);
    this.#opset = opset;
  }

  graph(graph: GraphProto, scope: Scope): readonly (Tensor | undefined)[] {
    for (const initializer of graph.initializers) scope.set(initializer.name, constantOf(initializer));
    const shapes = new Map(graph.values.map((value) => [value.name, value]));
    for (const [index, node] of graph.nodes.entries()) {
      const outputs = this.#node(node, scope, shapes, `node[${index}] ${node.operator.slice(0, 40)}`);
      for (const [at, name] of node.outputs.entries()) {
        const tensor = outputs[at];
        if (tensor) scope.set(name, tensor);
      }
    }
    return graph.outputs.map(({ name }) => scope.find(name));
  }

  #node(
    node: NodeProto,
    scope: Scope,
    shapes: ReadonlyMap<string, ValueProto>,
    place: string,
  ): readonly (Tensor | undefined)[] {
    if (node.operator === 'Constant') return [this.#constant(node)];
    const inputs = node.inputs.map((name) =>
      name === ''
        ? undefined
        : (scope.find(name) ??
          refuse(place, `takes "${name.slice(0, 80)}", which nothing before it gives; the file is damaged or cut`)),
    );
    if (node.operator === 'If') return this.#branch(node, inputs, scope, place);
    const [output = ''] = node.outputs;
    const name = node.name || output || node.operator;
    const site: Site = {
      build: this.build,
      node,
      inputs,
      opset: this.#opset,
      name,
      place,
      owners: this.#owners,
      learned: this.#learned,
    };
    const known = folded(site);
    if (known !== null) return known;
    if (dataInputs(site).length === 0) return [this.#unknownConstant(site)];
    if (node.operator === 'DynamicQuantizeLinear')
      return [...(apply({ ...site, node: { ...node, operator: 'QuantizeLinear' } }) ?? []), SCALE, SCALE];
    return apply(site) ?? this.#opaque(site, shapes);
  }

  #constant({ attributes, outputs }: NodeProto): Tensor | undefined {
    const [origin = ''] = outputs;
    const tensor = attributes.get('value')?.tensor;
    if (tensor) return constantOf(tensor, origin);
    const one = attributes.get('value_int') ?? attributes.get('value_float');
    const many = attributes.get('value_ints') ?? attributes.get('value_floats');
    if (one?.number !== undefined)
      return { kind: 'constant', shape: [], values: [one.number], weight: attributes.has('value_float'), origin };
    return {
      kind: 'constant',
      shape: [many?.numbers.length ?? 0],
      values: many?.numbers ?? [],
      weight: attributes.has('value_floats'),
      origin,
    };
  }

  /** Made of constants by an operator that is not known here: its first input stands for it. */
  #unknownConstant({ inputs, node }: Site): Tensor {
    const given = inputs.find((input): input is Constant => input?.kind === 'constant');
    const { values: _, ...unknown } = given ?? {
      kind: 'constant' as const,
      shape: [],
      weight: false,
      origin: node.outputs[0] ?? '',
    };
    return unknown;
  }

  /** The branch that its condition chooses; where that is only known when the network runs, the one of more nodes. */
  #branch(
    node: NodeProto,
    [condition]: readonly (Tensor | undefined)[],
    scope: Scope,
    place: string,
  ): readonly (Tensor | undefined)[] {
    const then = node.attributes.get('then_branch')?.graph;
    const otherwise = node.attributes.get('else_branch')?.graph;
    if (then === undefined || otherwise === undefined)
      return refuse(place, 'has not two branches; the file is damaged');
    const value = condition?.kind === 'constant' ? condition.values?.[0] : undefined;
    if (value === undefined) {
      const names = this.inputs.numbers.join(', ');
      this.build.warn(
        `${(node.name || node.outputs[0] || 'An If').slice(0, 80)} chooses its branch when the network runs: the one of more nodes is counted${names === '' ? '' : `; --dim ${names.slice(0, 80)}=… may choose it`}.`,
      );
    }
    const chosen = value === undefined ? nodeCount(then) >= nodeCount(otherwise) : value !== 0;
    return this.graph(chosen ? then : otherwise, new Scope(scope));
  }

  /** A layer for an operator that is not known here: its weights, inputs and output are counted. */
  #opaque(site: Site, shapes: ReadonlyMap<string, ValueProto>): readonly Tensor[] {
    const { node, inputs, name, place } = site;
    const datas = dataInputs(site);
    const [lead] = datas;
    if (lead === undefined) return refuse(place, 'has no data; the file is damaged');
    let parameters = 0;
    for (const input of inputs)
      if (
        input?.kind === 'constant' &&
        input.weight &&
        elementsOf(input.shape) > 1 &&
        !this.#owners.has(input.origin)
      ) {
        parameters += elementsOf(input.shape);
        if (input.origin !== '') this.#owners.set(input.origin, { layer: name, shape: input.shape });
      }
    const outputs = node.outputs.filter((output) => output !== '');
    const operator =
      node.domain === '' || node.domain === 'ai.onnx' ? node.operator : `${node.domain}.${node.operator}`;
    return outputs.map((output, index) => {
      const said = shapes.get(output)?.shape?.map((dimension) => this.inputs.extent(dimension));
      const known =
        said !== undefined &&
        said.length > 0 &&
        said.every((extent): extent is number => extent !== null && extent > 0);
      const shape = known ? said : lead.shape;
      const batch = known ? (shape[0] === 1 ? 0 : batchIn(shape)) : lead.batch;
      const values = datas.map(({ value }) => value);
      const value = this.build.unknown(
        operator,
        index === 0 ? name : `${name}.${index}`,
        index === 0 ? Math.min(parameters, 2 ** 40) : 0,
        values,
        sampleOf(shape, batch),
        place,
      );
      return data(value, shape, batch);
    });
  }
}

/** Scale and zero point that a dynamic quantisation finds: numbers, no parameters. */
const SCALE: Constant = { kind: 'constant', shape: [], weight: false, origin: '' };

/** ONNX: weights as initializers or Constant nodes, branches of `If`, its shapes inferred here. Weights are not read. */
export function importOnnx(bytes: Uint8Array, options: ImportOptions): Imported {
  const { graph, opset, producer } = modelProto(bytes);
  const initialized = new Set(graph.initializers.map(({ name }) => name));
  const inputs = graph.inputs.filter(({ name }) => !initialized.has(name));
  const walk = new Walk(inputs, options, opset);
  const scope = new Scope(null);
  // Data first, so that a number that comes before it is no further input.
  for (const input of inputs) scope.set(input.name, walk.inputs.take(input));
  walk.inputs.refuseMissing();
  walk.graph(graph, scope);
  const { build } = walk;
  const stack = build.stack(graph.name || producer || 'ONNX network', walk.inputs.stackInput());
  return {
    format: 'ONNX model',
    stack,
    warnings: build.warnings,
    opaque: build.opaque,
    dimensions: [...walk.inputs.dimensions],
  };
}
