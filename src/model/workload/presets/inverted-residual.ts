import type { Layer, StackItem } from '../layer.ts';
import { activation, add, batchNorm, conv, layer, multiply, repeat } from './parts.ts';

/** The block of MobileNetV2 and its kin: expand, convolve by channel, squeeze and excite, project. Sandler 2018, fig. 3. */
export interface InvertedResidual {
  readonly inChannels: number;
  readonly expanded: number;
  readonly outChannels: number;
  readonly kernel: number;
  readonly stride: number;
  readonly activation: string;
  readonly squeeze?: { readonly channels: number; readonly activation: string; readonly gate: string };
}
interface NamedBlock {
  readonly name: string;
  readonly block: InvertedResidual;
}
/** torchvision calls the body `conv` in MobileNetV2, where the projection is not nested, and `block` elsewhere. */
type Body = 'conv' | 'block';

/** Hu 2018, fig. 3, with 1 × 1 convolutions that have a bias in place of linear layers. */
function squeezeAndExcite(at: string, input: string, { squeeze, expanded }: InvertedResidual): Layer[] {
  if (squeeze === undefined) return [];
  return [
    layer('global-average-pool', `${at}avgpool`),
    conv(`${at}fc1`, squeeze.channels, 1),
    activation(`${at}activation`, squeeze.activation),
    conv(`${at}fc2`, expanded, 1),
    activation(`${at}scale_activation`, squeeze.gate),
    multiply(`${at}scale`, input, `${at}scale_activation`),
  ];
}

function layersOf(prefix: string, input: string, block: InvertedResidual, body: Body): Layer[] {
  const expands = block.expanded !== block.inChannels;
  const residual = block.stride === 1 && block.inChannels === block.outChannels;
  let part = 0;
  const next = () => `${prefix}${body}.${part++}`;
  const layers: Layer[] = [];
  if (expands) {
    const at = next();
    layers.push(conv(`${at}.0`, block.expanded, 1, { bias: false }, [input]));
    layers.push(batchNorm(`${at}.1`), activation(`${at}.2`, block.activation));
  }
  const depthwise = next();
  const spatial = { kernel: [block.kernel], stride: [block.stride], padding: [(block.kernel - 1) / 2], bias: false };
  layers.push(layer('depthwise-conv2d', `${depthwise}.0`, spatial, expands ? undefined : [input]));
  layers.push(batchNorm(`${depthwise}.1`), activation(`${depthwise}.2`, block.activation));
  if (block.squeeze) layers.push(...squeezeAndExcite(`${next()}.`, `${depthwise}.2`, block));
  const projection = next();
  const norm = body === 'conv' ? next() : `${projection}.1`;
  layers.push(conv(body === 'conv' ? projection : `${projection}.0`, block.outChannels, 1, { bias: false }));
  layers.push(batchNorm(norm));
  if (residual) layers.push(add(`${prefix}add`, norm, input));
  return layers;
}

const alike = (left: InvertedResidual, right: InvertedResidual | undefined) =>
  JSON.stringify(left) === JSON.stringify(right);

/** `features.5` and `features.6` as `features.5-6`. */
const spanName = (first: string, last: string) => `${first}-${last.slice(last.lastIndexOf('.') + 1)}`;

/** Blocks one after another; alike ones that follow each other become a repeat group. `input` names what comes before. */
export function invertedResiduals(blocks: readonly NamedBlock[], input: string, body: Body): StackItem[] {
  const items: StackItem[] = [];
  for (let index = 0; index < blocks.length; ) {
    const first = blocks[index];
    if (first === undefined) break;
    let end = index + 1;
    while (alike(first.block, blocks[end]?.block)) end++;
    const last = blocks[end - 1] ?? first;
    if (end - index > 1)
      items.push(repeat(spanName(first.name, last.name), end - index, layersOf('', '@block', first.block, body)));
    else items.push(...layersOf(`${first.name}.`, items.at(-1)?.name ?? input, first.block, body));
    index = end;
  }
  return items;
}
