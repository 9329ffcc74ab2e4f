import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { formatBandwidth } from '#core/format.ts';
import { spec } from '#core/quantity.ts';
import { bytesPerSecond } from '#core/units.ts';
import { ProvenanceMark } from './provenance-mark.tsx';
import { ShareBar } from './share-bar.tsx';

afterEach(cleanup);

describe('a quantity', () => {
  it('wears its provenance, and its source as a title', () => {
    const { container } = render(
      <ProvenanceMark
        quantity={spec(bytesPerSecond(3.35e12), 'datasheet')}
        format={(value) => formatBandwidth(value)}
      />,
    );
    expect(container.textContent?.replaceAll('\u00a0', ' ')).toBe('3.35 TB/s spec');
    expect(screen.getByTitle('datasheet')).toBeDefined();
  });
  it('says its interval', () => {
    const measured = {
      value: bytesPerSecond(402e9),
      provenance: 'measured',
      interval: [bytesPerSecond(399e9), bytesPerSecond(405e9)],
    } as const;
    render(<ProvenanceMark quantity={measured} format={(value) => formatBandwidth(value)} />);
    const title = screen.getByTitle(/interval/).getAttribute('title');
    expect(title?.replaceAll('\u00a0', ' ')).toBe('measured; 95 % interval 399 GB/s to 405 GB/s');
  });
  it('is a dash when nobody published it', () => {
    const { container } = render(<ProvenanceMark quantity={null} format={String} />);
    expect(container.textContent).toBe('–unknown');
  });
});

describe('a share', () => {
  it.each([
    [0.305, '30.5%'],
    [2, '100%'],
    [Number.NaN, '0%'],
  ])('of %s is %s wide', (share, width) => {
    const { container } = render(<ShareBar share={share} />);
    expect(container.querySelector<HTMLElement>('span > span')?.style.width).toBe(width);
  });
});
