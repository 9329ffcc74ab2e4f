import { describe, expect, it, vi } from 'vitest';
import { hostLink } from './host-link.ts';
import { hostMessage } from './protocol.ts';

const HOST = 'https://notes.example';
const dark = hostMessage({ type: 'setTheme', theme: 'dark' });

/** A window inside another one, as far as the line between them needs it. */
function framed({ ancestorOrigins = [HOST], referrer = '' }: { ancestorOrigins?: string[]; referrer?: string } = {}) {
  const target = new EventTarget();
  const parent = { postMessage: vi.fn() };
  const self = Object.assign(target, { parent, location: { ancestorOrigins }, document: { referrer } });
  const send = (data: unknown, origin = HOST, source: unknown = parent) =>
    target.dispatchEvent(Object.assign(new Event('message'), { data, origin, source }));
  return { self: self as unknown as Window, parent, send };
}

describe('line to the host', () => {
  it('posts to the parent', () => {
    const { self, parent } = framed();
    hostLink(self).post({ type: 'height', height: 300 });
    expect(parent.postMessage).toHaveBeenCalledWith(
      { source: 'ridgepoint', version: 1, type: 'height', height: 300 },
      '*',
    );
  });

  it('hears the parent from its own origin only', () => {
    const { self, send } = framed();
    const heard = vi.fn();
    const stop = hostLink(self).listen(heard);
    send(dark, 'https://elsewhere.example');
    send(dark, HOST, { postMessage: () => undefined });
    send({ ...dark, type: 'measure' });
    expect(heard).not.toHaveBeenCalled();
    send(dark);
    expect(heard).toHaveBeenCalledExactlyOnceWith({ type: 'setTheme', theme: 'dark' });
    stop();
    send(dark);
    expect(heard).toHaveBeenCalledOnce();
  });

  it('falls back to the referrer, and to the window alone where there is none', () => {
    const heard = vi.fn();
    const byReferrer = framed({ ancestorOrigins: [], referrer: `${HOST}/lecture-3` });
    hostLink(byReferrer.self).listen(heard);
    byReferrer.send(dark, 'https://elsewhere.example');
    expect(heard).not.toHaveBeenCalled();
    byReferrer.send(dark);
    const unknown = framed({ ancestorOrigins: [] });
    hostLink(unknown.self).listen(heard);
    unknown.send(dark, 'null');
    expect(heard).toHaveBeenCalledTimes(2);
  });

  it('is silent at top level', () => {
    const heard = vi.fn();
    const line = hostLink(window);
    const stop = line.listen(heard);
    line.post({ type: 'ready' });
    window.dispatchEvent(new MessageEvent('message', { data: dark, source: window }));
    expect(heard).not.toHaveBeenCalled();
    stop();
  });
});
