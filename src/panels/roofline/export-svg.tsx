import { useRef } from 'react';
import { Button } from '../controls/button.tsx';
import { download } from '../controls/files.ts';

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

/** The chart as a file of its own: styles written into the elements, the theme's paper behind it. */
export function standaloneSvg(chart: SVGSVGElement): string {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const originals = [chart, ...chart.querySelectorAll<SVGElement>('*')];
  const copies = [copy, ...copy.querySelectorAll<SVGElement>('*')];
  originals.forEach((original, index) => {
    const target = copies[index];
    if (!target) return;
    const style = getComputedStyle(original);
    for (const property of CARRIED) target.style.setProperty(property, style.getPropertyValue(property));
    target.removeAttribute('class');
    target.removeAttribute('tabindex');
  });
  const { width, height } = chart.getBoundingClientRect();
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.style.background = getComputedStyle(document.documentElement).getPropertyValue('--paper');
  return new XMLSerializer().serializeToString(copy);
}

export function ExportSvg({ name }: { name: string }) {
  const button = useRef<HTMLButtonElement>(null);
  const save = () => {
    const chart = button.current?.closest('section')?.querySelector<SVGSVGElement>('svg[role]');
    if (chart) download(`${name}.svg`, 'image/svg+xml', standaloneSvg(chart));
  };
  return (
    <Button ref={button} look="quiet" onClick={save}>
      Export SVG
    </Button>
  );
}
