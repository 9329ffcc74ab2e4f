import { err, ok, type Result } from '#core/result.ts';
import type { ResolvedStack } from '#model/workload/layer.ts';
import { elementsOf } from '#model/workload/shape.ts';
import { activationCode } from '../../kernels/activations.ts';
import type { Kernel, Problem } from '../../kernels/kernel.ts';
import { missingRequirement, problemFits } from '../../kernels/problem.ts';
import type { Adapter } from '../../record/record.ts';
import { type Affine, type Content, seededActivation, tokenIds } from '../contents.ts';
import type { Program, Step } from '../program.ts';
import { type Node, type Source, unroll } from '../unroll.ts';
import { type Epilogue, epilogueOf, NO_EPILOGUE, readersOf } from './fuse.ts';
import { lowerOp } from './ops.ts';
import type { Refusal, Site } from './site.ts';
import { Tensors } from './tensors.ts';
import { weightsOf } from './weights.ts';

export interface LowerOptions {
  /** Normalisations and activations are done by the kernel before them, where nobody else reads what is between. */
  readonly fused: boolean;
  /** Whose limits and features the kernels must keep to. */
  readonly adapter: Pick<Adapter, 'features' | 'languageFeatures' | 'subgroupMatrixConfigs' | 'limits' | 'fallback'>;
}

/** Walks the nodes once, in order, and remembers where each value is. */
class Lowering {
  readonly #steps: Step[] = [];
  readonly #skipped = new Map<string, string>();
  readonly #tensors = new Tensors();
  readonly #values = new Map<Node | null, readonly string[]>();
  /** Tensors of token ids. */
  readonly #ids = new Set<string>();
  readonly #weight: ReturnType<typeof weightsOf>;
  readonly #options: LowerOptions;

  constructor(resolved: ResolvedStack, options: LowerOptions) {
    this.#options = options;
    this.#weight = weightsOf(resolved);
    const { stack, batch } = resolved;
    const elements = batch * elementsOf(stack.input.shape);
    const content = stack.input.indices ? tokenIds(resolved, elements) : seededActivation('@input', elements);
    const input = this.#tensors.given(content, elements);
    if (stack.input.indices) this.#ids.add(input);
    this.#values.set(null, [input]);
  }

  program(nodes: readonly Node[]): Program {
    const readers = readersOf(nodes);
    const done = new Set<Node>();
    for (const node of nodes) {
      if (done.has(node)) continue;
      const epilogue = this.#options.fused ? epilogueOf(node, readers) : NO_EPILOGUE;
      for (const fused of this.#lower(node, epilogue)) done.add(fused);
    }
    const used = new Set(this.#steps.flatMap(({ reads, writes }) => [...reads, writes]));
    return {
      tensors: this.#tensors.used(used),
      steps: this.#steps,
      skipped: [...this.#skipped].map(([layer, reason]) => ({ layer, reason })),
    };
  }

  #valueOf({ node, output }: Source): string {
    const value = this.#values.get(node)?.[output];
    if (value === undefined) throw new Error(`${node?.id ?? 'the input'} has no output ${output}`);
    return value;
  }

  #readsIds = ({ inputs }: Node): boolean => inputs.some((source) => this.#ids.has(this.#valueOf(source)));

  /** The nodes that this one's kernel does beside its own. */
  #lower(node: Node, epilogue: Epilogue): readonly Node[] {
    const { layer, id } = node;
    const [op, ...others] = layer.ops;
    if (op === undefined) {
      this.#values.set(node, [this.#view(node)]);
      return [];
    }
    // The first refusal of a layer says it for all occurrences, which are alike.
    const refuse = (reason: string) => {
      if (!this.#skipped.has(layer.path)) this.#skipped.set(layer.path, reason);
      this.#values.set(node, this.#seeded(node));
      return [];
    };
    if (others.length > 0) return refuse(`It is ${layer.ops.length} ops, and a layer of one is what is run here.`);
    const outputs = layer.outputs.map((shape, output) =>
      this.#tensors.made(`${id}#output ${output}`, elementsOf(shape)),
    );
    if (this.#readsIds(node)) {
      if (op.op === 'copy') for (const output of outputs) this.#ids.add(output);
      else if (op.op !== 'gather') return refuse('It computes with token ids; put an embedding before it.');
    }
    const before = this.#steps.length;
    const reason = lowerOp(op, this.#site(node, outputs, epilogue));
    if (reason !== null) {
      this.#steps.length = before;
      return refuse(reason);
    }
    for (const one of [node, ...epilogue.nodes]) this.#values.set(one, outputs);
    return epilogue.nodes;
  }

  /** A layer without work is its input under another shape, or a constant. */
  #view({ layer, inputs }: Node): string {
    const [source] = inputs;
    if (source) return this.#valueOf(source);
    const content = this.#weight(layer, layer.weights[0]?.name ?? '');
    if (content === null) throw new Error(`${layer.path} has neither an input, an op nor a weight`);
    return this.#tensors.given(content, layer.outputElements);
  }

  /** In place of what a skipped layer would write: the same for each occurrence. */
  #seeded({ layer }: Node): readonly string[] {
    return layer.outputs.map((shape, output) => {
      const elements = elementsOf(shape);
      return this.#tensors.given(seededActivation(`${layer.path}#${output}`, elements), elements);
    });
  }

  #site(node: Node, outputs: readonly string[], epilogue: Epilogue): Site {
    const { layer, occurrence } = node;
    const weight = (name: string): Content | null => this.#weight(layer, name);
    return {
      node,
      inputs: node.inputs.map((source) => this.#valueOf(source)),
      outputs,
      epilogue,
      activation: activationCode(epilogue.activation ?? 'none'),
      weight,
      software: this.#options.adapter.fallback,
      readsIds: this.#readsIds(node),
      norm: (of) => this.#norm(of),
      given: (content, elements) => this.#tensors.given(content, elements),
      between: (name, elements) => this.#tensors.made(`${node.id}#${name}`, elements),
      step: (kernels, problem, reads, writes) => {
        const kernel = this.#choose(kernels, problem);
        if (!kernel.ok) return kernel.error;
        const layers = [layer.path, ...epilogue.nodes.map((fused) => fused.layer.path)];
        this.#steps.push({ layers, occurrence, kernel: kernel.value, problem, reads, writes });
        return null;
      },
    };
  }

  #norm({ layer }: Node): Affine['norm'] {
    const mean = this.#weight(layer, 'running_mean');
    const variance = this.#weight(layer, 'running_var');
    if (mean === null || variance === null) throw new Error(`${layer.path} has no running statistics`);
    return { weight: this.#weight(layer, 'weight'), bias: this.#weight(layer, 'bias'), mean, variance };
  }

  #choose(kernels: readonly Kernel[], problem: Problem): Result<Kernel, string> {
    const { adapter } = this.#options;
    let reason: Refusal = 'No kernel here runs it.';
    for (const kernel of kernels) {
      reason = missingRequirement(kernel, adapter) ?? problemFits(kernel, problem, adapter.limits);
      if (reason === null) return ok(kernel);
    }
    return err(reason);
  }
}

/**
 * A stack as the steps that run it on an adapter: weights and inputs random, weights of a repeat group shared by its
 * occurrences. A layer that no kernel runs, or of which a tensor is too large for the adapter, is skipped with the reason, and
 * what it would have written is random too; no layer is run at another size than its own. The error says that the stack is too
 * long.
 */
export function lowerStack(resolved: ResolvedStack, options: LowerOptions): Result<Program, string> {
  const nodes = unroll(resolved);
  return nodes.ok ? ok(new Lowering(resolved, options).program(nodes.value)) : nodes;
}
