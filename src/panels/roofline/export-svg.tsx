import { useRef } from 'react';
import { standaloneSvg } from '#charts/export-image.ts';
import { Button } from '../controls/button.tsx';
import { download } from '../controls/files.ts';

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
