import { err, ok, type Result } from '#core/result.ts';

/** Properties that the stylesheet gives and a file must carry itself. */
const CARRIED = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'paint-order',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'text-anchor',
  'dominant-baseline',
  'visibility',
] as const;

/** What a page needs and a picture does not: where it can be focused and what it says of itself to readers. */
const DROPPED = ['class', 'tabindex'] as const;

/** A mixed colour as browsers compute it, "color(srgb 0.1 0.2 0.3)", which other programs do not read. */
const plainColour = (value: string): string =>
  value.replaceAll(/color\(srgb ([\d.]+) ([\d.]+) ([\d.]+)\)/g, (_, ...parts: readonly string[]) => {
    const bytes = parts.slice(0, 3).map((part) => Math.round(Number(part) * 255));
    return `rgb(${bytes.join(', ')})`;
  });

/** The theme's paper as a plain colour: the token itself says light-dark(...), which a file would read anew. */
function paperOf(chart: SVGSVGElement): string {
  const probe = document.createElement('span');
  probe.style.backgroundColor = 'var(--paper)';
  (chart.parentElement ?? document.body).append(probe);
  const colour = getComputedStyle(probe).backgroundColor;
  probe.remove();
  return plainColour(colour);
}

/** A drawing as a file of its own: styles written into the elements, the theme's paper behind it. */
export function standaloneSvg(chart: SVGSVGElement): string {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const originals = [chart, ...chart.querySelectorAll<SVGElement>('*')];
  const copies = [copy, ...copy.querySelectorAll<SVGElement>('*')];
  originals.forEach((original, index) => {
    const target = copies[index];
    if (!target) return;
    const style = getComputedStyle(original);
    for (const property of CARRIED) target.style.setProperty(property, plainColour(style.getPropertyValue(property)));
    for (const name of DROPPED) target.removeAttribute(name);
  });
  const { width, height } = chart.getBoundingClientRect();
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.style.background = paperOf(chart);
  return new XMLSerializer().serializeToString(copy);
}

const REFUSED =
  'This browser did not turn the chart into a PNG. Export it as SVG, or take a screenshot. Some browsers refuse canvases to guard against tracking.';

/** A drawing as PNG, `scale` pixels for each of the page's; a sentence where the browser refuses. */
export async function pngBlob(chart: SVGSVGElement, scale = 2): Promise<Result<Blob, string>> {
  const { width, height } = chart.getBoundingClientRect();
  try {
    const image = new Image();
    // A data address: some browsers taint a canvas that draws an SVG from a blob address.
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standaloneSvg(chart))}`;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const context = canvas.getContext('2d');
    if (!context) return err(REFUSED);
    // The drawing's own background is a style that images drop: the paper is laid here.
    context.fillStyle = paperOf(chart);
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    return blob ? ok(blob) : err(REFUSED);
  } catch {
    return err(REFUSED);
  }
}
