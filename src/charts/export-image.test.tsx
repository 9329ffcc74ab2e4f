import { cleanup, render } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { pngBlob, standaloneSvg } from './export-image.ts';

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const drawing = () => {
  const { container } = render(
    <svg className="svg" role="presentation">
      <rect className="mark" tabIndex={-1} style={{ fill: 'red' }} />
    </svg>,
  );
  const svg = container.querySelector('svg');
  if (!svg) throw new Error('no drawing');
  return svg;
};

describe('a chart as a file', () => {
  it('carries its styles and none of the page', () => {
    const text = standaloneSvg(drawing());
    expect(text).toContain('xmlns="http://www.w3.org/2000/svg"');
    expect(text).toMatch(/fill: (red|rgb\(255, 0, 0\))/);
    expect(text).not.toMatch(/class=|tabindex=/);
  });
  it('is not a crash but a sentence where the canvas is refused', async () => {
    vi.stubGlobal(
      'Image',
      class {
        src = '';
        decode = () => Promise.resolve();
      },
    );
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
    expect(await pngBlob(drawing())).toMatchObject({ ok: false, error: expect.stringContaining('Export it as SVG') });
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation(() => {
      throw new DOMException('no', 'SecurityError');
    });
    expect(await pngBlob(drawing())).toMatchObject({ ok: false, error: expect.stringContaining('Export it as SVG') });
  });
});
