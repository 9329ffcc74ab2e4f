import { describe, expect, it, vi } from 'vitest';
import { reportErrors } from './reports.ts';

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
});
