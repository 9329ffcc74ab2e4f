import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { embedMessage, hostMessage, parseEmbedMessage, parseHostMessage } from './protocol.ts';

describe('embed protocol', () => {
  it('reads its own messages', () => {
    for (const event of [
      { type: 'ready' },
      { type: 'height', height: 431.5 },
      { type: 'error', message: 'This link is damaged.' },
    ] as const)
      expect(parseEmbedMessage(structuredClone(embedMessage(event)))).toEqual(event);
    const command = { type: 'setTheme', theme: 'dark' } as const;
    expect(parseHostMessage(structuredClone(hostMessage(command)))).toEqual(command);
  });

  it('takes no command that is not on the list', () => {
    const host = { source: 'ridgepoint-host', version: 1 };
    for (const data of [
      { ...host, type: 'measure' },
      { ...host, type: 'setTheme' },
      { ...host, type: 'setTheme', theme: 'javascript:alert(1)' },
      { ...host, type: 'setTheme', theme: 'dark', version: 2 },
      { ...host, type: 'setTheme', theme: 'dark', source: 'ridgepoint' },
      { type: 'setTheme', theme: 'dark' },
      'setTheme',
      null,
    ])
      expect(parseHostMessage(data)).toBeNull();
  });

  it('bounds what an embed may ask of its page', () => {
    const embed = { source: 'ridgepoint', version: 1 };
    for (const height of [-1, 1e9, Number.NaN, Number.POSITIVE_INFINITY, '300'])
      expect(parseEmbedMessage({ ...embed, type: 'height', height })).toBeNull();
    expect(parseEmbedMessage({ ...embed, type: 'error', message: 'x'.repeat(5000) })).toEqual({
      type: 'error',
      message: 'x'.repeat(1000),
    });
    expect(parseEmbedMessage({ ...embed, type: 'error', message: { toString: () => 'x' } })).toBeNull();
  });

  it('never throws, whatever is posted', () => {
    fc.assert(
      fc.property(fc.anything({ withNullPrototype: true, withBigInt: true }), (data) => {
        expect(parseHostMessage(data)).toBeNull();
        expect(parseEmbedMessage(data)).toBeNull();
      }),
    );
  });
});
