import type { Layer } from '../../layer.ts';
import { activation, add, layer, linear, multiply } from '../../presets/parts.ts';
import { refuse } from '../imported.ts';
import type { JsonNode } from '../json-node.ts';
import { size } from './config.ts';

const bias = false;

/** Llama's network of each token: two products into the hidden features, one through the function, and one back. */
export const gatedNetwork = (
  at: string,
  input: string,
  hidden: number,
  width: number,
  act: string,
  biased: boolean,
): readonly Layer[] => [
  linear(`${at}.gate_proj`, hidden, { bias: biased }, [input]),
  activation(`${at}.act`, act),
  linear(`${at}.up_proj`, hidden, { bias: biased }, [input]),
  multiply(`${at}.multiply`, `${at}.act`, `${at}.up_proj`),
  linear(`${at}.down_proj`, width, { bias: biased }),
];

export interface Mixture {
  readonly experts: number;
  readonly perToken: number;
  readonly hidden: number;
  /** Hidden features of the network that every token passes beside its experts; 0 for none. */
  readonly shared: number;
  /** Whether the shared network has a gate of its own (Qwen2-MoE). */
  readonly sharedGate: boolean;
}

/** The mixture of a configuration; null where the network is dense. */
export function mixtureOf(config: JsonNode, dense: number): Mixture | null {
  const count = config.any('num_local_experts', 'num_experts', 'n_routed_experts');
  if (!count.given || count.value === 0) return null;
  const experts = count.integer(undefined, { max: 4096 });
  const chosen = config.any('num_experts_per_tok', 'num_experts_per_token', 'moe_topk');
  const perToken = chosen.integer(undefined, { max: 4096 });
  if (perToken > experts)
    refuse(chosen.path, `is ${perToken}, more than the ${experts} experts; give at most ${experts}`);
  const shared = config.get('shared_expert_intermediate_size');
  return {
    experts,
    perToken,
    hidden: size(config.get('moe_intermediate_size'), dense),
    shared: shared.given ? shared.integer(undefined, { min: 0, max: 2 ** 24 }) : 0,
    sharedGate: shared.given,
  };
}

/** The layers of a mixture; what they give is the layer `mlp.out`. */
export function mixtureLayers(mixture: Mixture, input: string, width: number, act: string): readonly Layer[] {
  const { experts, perToken, hidden, shared, sharedGate } = mixture;
  const routed = (name: string) => layer('experts', name, { experts, perToken, hidden, function: act }, [input]);
  if (shared === 0) return [routed('mlp.out')];
  const gate = [
    linear('mlp.shared_expert_gate', 1, { bias }, [input]),
    activation('mlp.shared_expert_sigmoid', 'sigmoid'),
    multiply('mlp.shared', 'mlp.shared_expert_sigmoid', 'mlp.shared_expert.down_proj'),
  ];
  return [
    routed('mlp.experts'),
    ...gatedNetwork('mlp.shared_expert', input, shared, width, act, false),
    ...(sharedGate ? gate : []),
    add('mlp.out', 'mlp.experts', sharedGate ? 'mlp.shared' : 'mlp.shared_expert.down_proj'),
  ];
}

/** Which of the blocks hold the mixture: every `decoder_sparse_step`-th that `mlp_only_layers` does not name (Qwen). */
export function sparseBlocks(config: JsonNode, count: number): readonly boolean[] {
  const step = config.get('decoder_sparse_step').integer(1, { max: 4096 });
  const listed = config.get('mlp_only_layers');
  const dense = new Set(
    listed.given ? listed.list(4096).map((each) => each.integer(undefined, { min: 0, max: 4096 })) : [],
  );
  return Array.from({ length: count }, (_, index) => !dense.has(index) && (index + 1) % step === 0);
}
