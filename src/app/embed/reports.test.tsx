import { describe, expect, it, vi } from 'vitest';
import { reportErrors, reportHeight } from './reports.ts';

const host = () => ({ post: vi.fn(), listen: () => () => undefined });

describe('reports to the host', () => {
  it('has every error that nobody caught', () => {
    const { post, listen } = host();
    const page = new EventTarget();
    reportErrors(page as unknown as Window, { post, listen });
    page.dispatchEvent(Object.assign(new Event('error'), { message: 'no such layer' }));
    page.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason: new Error('no such kernel') }));
    page.dispatchEvent(Object.assign(new Event('unhandledrejection'), { reason: 'no reason' }));
    expect(post.mock.calls).toEqual([
      [{ type: 'error', message: 'no such layer' }],
      [{ type: 'error', message: 'no such kernel' }],
      [{ type: 'error', message: 'no reason' }],
    ]);
  });

  it('has the height at once, and each time it changes', () => {
    const { post, listen } = host();
    let changed = () => {};
    vi.stubGlobal(
      'ResizeObserver',
      class {
        constructor(callback: () => void) {
          changed = callback;
        }
        observe() {}
      },
    );
    const content = document.createElement('main');
    const box = vi.spyOn(content, 'getBoundingClientRect');
    const tall = (height: number) => box.mockReturnValue({ height } as DOMRect);
    tall(400.2);
    reportHeight(content, { post, listen });
    changed();
    tall(520);
    changed();
    expect(post.mock.calls).toEqual([[{ type: 'height', height: 401 }], [{ type: 'height', height: 520 }]]);
    vi.unstubAllGlobals();
  });
});
