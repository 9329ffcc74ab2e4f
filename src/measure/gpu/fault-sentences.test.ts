import { describe, expect, it } from 'vitest';
import { deviceLost, howToTurnOn, noWebGpu } from './fault-sentences.ts';

const LINUX_CHROME =
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
const WINDOWS_CHROME =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/110.0.0.0 Safari/537.36';
const EDGE = `${WINDOWS_CHROME} Edg/156.0.0.0`;
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const SAFARI =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1';

describe('how to turn WebGPU on', () => {
  it.each([
    [LINUX_CHROME, 'chrome://flags'],
    [WINDOWS_CHROME, 'Update Chrome'],
    [EDGE, 'Update Edge'],
    [FIREFOX, 'about:config'],
    [SAFARI, 'In Safari'],
    [IPHONE, 'iOS 26'],
    ['', 'current Chrome, Edge, Firefox or Safari'],
  ])('speaks of the browser it is read in: %s', (userAgent, words) => {
    expect(howToTurnOn(userAgent)).toContain(words);
    expect(noWebGpu(userAgent).message).toContain(words);
  });
});

it('tells a crash, a second crash and a closed device apart', () => {
  const first = deviceLost('unknown', 'reset');
  const second = deviceLost('unknown', 'reset', undefined, true);
  const closed = deviceLost('destroyed', '');
  expect(new Set([first.message, second.message, closed.message]).size).toBe(3);
  expect(second.message).toContain('reload');
  expect(first).toMatchObject({ kind: 'device-lost', reason: 'unknown', detail: 'reset' });
});
