import fc from 'fast-check';
import { expect, test } from 'vitest';
import { InProcessToken } from '../in-process.ts';
import { insertedToken, send, stateOf } from '../testing/example.ts';
import { exchangeTime, linkBytes, PAGE_WRITE_MICROS } from './exchange.ts';
import { minimumRead, minimumWrite } from './minimum.ts';
import { LINK_MODELS, LINK_NAMES, type LinkName } from './models.ts';

const readTime = (name: LinkName, n: number) => exchangeTime(LINK_MODELS[name], 5, n + 2, 0);
const updateTime = (name: LinkName, n: number) =>
  exchangeTime(LINK_MODELS[name], 5 + n, 2, Math.ceil(n / 64));
const rate = (bytes: number, micros: number) => Math.round(bytes / (micros / 1e6));

// Reference: the measured table of what each link allows, 64-byte pages of 3 ms.
test.each([
  ['t0-11-3.58', 770, 743],
  ['t0-97-5.0', 50_000, 14_900],
  ['iso14443-106', 10_500, 7_000],
  ['iso14443-424', 38_100, 13_600],
  ['iso14443-848', 67_600, 16_200],
] as const)('%s moves 255 bytes as fast as the reference says', (name, read, update) => {
  expect(rate(255, readTime(name, 255)) / read).toBeCloseTo(1, 1.9);
  expect(rate(255, updateTime(name, 255)) / update).toBeCloseTo(1, 1.9);
});

test('T=1 chains above 254 bytes: each acknowledgement costs a block', () => {
  const model = LINK_MODELS['t1-97-5.0'];
  expect(linkBytes(model, 5, 254)).toBe(5 + 4 + 254 + 4);
  expect(linkBytes(model, 5, 255)).toBe(5 + 4 + 255 + 3 * 4);
});

test('link bytes count what the protocol adds', () => {
  expect(linkBytes(LINK_MODELS.none, 5, 50)).toBe(55);
  expect(linkBytes(LINK_MODELS['t0-97-5.0'], 4, 2)).toBe(7);
  expect(linkBytes(LINK_MODELS['t0-97-5.0'], 5, 50)).toBe(56);
  expect(linkBytes(LINK_MODELS['iso14443-106'], 5, 50)).toBe(61);
});

const timed = fc.constantFrom(...LINK_NAMES.filter((name) => name !== 'none'));

test('no exchange is faster with more bytes or more pages', () => {
  const length = fc.integer({ min: 2, max: 3000 });
  fc.assert(
    fc.property(timed, length, length, fc.nat(40), (name, command, response, pages) => {
      const model = LINK_MODELS[name];
      const time = exchangeTime(model, command, response, pages);
      expect(exchangeTime(model, command + 1, response, pages)).toBeGreaterThanOrEqual(time);
      expect(exchangeTime(model, command, response + 1, pages)).toBeGreaterThan(time);
      expect(exchangeTime(model, command, response, pages + 1)).toBeCloseTo(time + PAGE_WRITE_MICROS);
    }),
  );
});

test('no cutting into commands beats the minimum', () => {
  const bytes = fc.integer({ min: 1, max: 20_000 });
  const chunk = fc.integer({ min: 1, max: 255 });
  fc.assert(
    fc.property(timed, bytes, chunk, fc.constantFrom(32, 64, 128), (name, total, size, pageSize) => {
      const model = LINK_MODELS[name];
      let [read, write] = [0, 0];
      for (let offset = 0; offset < total; offset += size) {
        const n = Math.min(size, total - offset);
        const pages = Math.ceil((offset + n) / pageSize) - Math.floor(offset / pageSize);
        read += exchangeTime(model, 5, n + 2, 0);
        write += exchangeTime(model, 5 + n, 2, pages);
      }
      expect(minimumRead(model, total)).toBeLessThanOrEqual(read + 1e-6);
      expect(minimumWrite(model, total, pageSize)).toBeLessThanOrEqual(write + 1e-6);
    }),
    // What a random run once found: 248 bytes a command write one page less than 255 or 192 do.
    { examples: [['t0-11-3.58', 2041, 248, 64]] },
  );
});

test('a token in process counts the time of its link without waiting, and waits for it when live', async () => {
  const token = insertedToken('aurora-card', { link: 'iso14443-106' });
  const before = token.counters.linkMicros;
  send(token, `00d68400 40 ${'aa'.repeat(64)}`);
  const expected = exchangeTime(LINK_MODELS['iso14443-106'], 69, 2, 1);
  expect(token.counters.linkMicros - before).toBeCloseTo(expected);

  const live = new InProcessToken(stateOf('aurora-card'), { link: 'iso14443-106', live: true });
  live.token.insert();
  const begun = performance.now();
  await live.transmit(Uint8Array.of(0x00, 0xa4, 0x00, 0x0c));
  expect((performance.now() - begun) * 1000).toBeGreaterThanOrEqual(
    Math.floor(live.counters.linkMicros) - 10,
  );
});
