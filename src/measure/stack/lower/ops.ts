import type { Op } from '#model/workload/op.ts';
import { lowerAttention } from './attention.ts';
import { lowerConvolution } from './convolution.ts';
import { lowerCopy } from './copy.ts';
import { lowerGather } from './gather.ts';
import { lowerMap } from './map.ts';
import { lowerMatmul } from './matmul.ts';
import { lowerReduce } from './reduce.ts';
import type { Refusal, Site } from './site.ts';

type Lowerings = { readonly [K in Op['op']]: (op: Extract<Op, { readonly op: K }>, site: Site) => Refusal };

/** What makes steps of each op. One file each. */
const LOWERINGS: Lowerings = {
  matmul: lowerMatmul,
  convolution: lowerConvolution,
  attention: lowerAttention,
  map: lowerMap,
  reduce: lowerReduce,
  copy: lowerCopy,
  gather: lowerGather,
};

export function lowerOp<K extends Op['op']>(op: Extract<Op, { readonly op: K }>, site: Site): Refusal {
  const lower = LOWERINGS[op.op as K];
  return lower(op, site);
}
