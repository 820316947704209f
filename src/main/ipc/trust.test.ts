import { expect, test } from 'vitest';
import { isTrusted } from './trust.ts';

const page = 'file:///opt/recard/out/renderer/index.html';
const trusted = { webContentsId: 1, url: page };
const from = (url: string, id = 1, parent: unknown = null) => ({
  sender: { id },
  senderFrame: { url, parent },
});

test("the kiosk's own page may call, whatever stands behind its address", () => {
  expect(isTrusted(from(page), trusted)).toBe(true);
  expect(isTrusted(from(`${page}?lang=ar#x`), trusted)).toBe(true);
});

test.each([
  ['another page', from('file:///opt/recard/out/renderer/dock.html')],
  ['a page of the network', from('https://example.invalid/index.html')],
  ['another window', from(page, 2)],
  ['an embedded frame', from(page, 1, {})],
  ['a frame that is gone', { sender: { id: 1 }, senderFrame: null }],
  ['an address that only begins like ours', from(`${page}.evil`)],
])('%s may not', (_what, caller) => {
  expect(isTrusted(caller, trusted)).toBe(false);
});

test('nobody may while there is no such window', () => {
  expect(isTrusted(from(page), null)).toBe(false);
});
