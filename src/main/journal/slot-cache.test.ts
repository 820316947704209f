import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { digestOf } from '../../shared/image/envelope.ts';
import { type OpenedDatabase, openDatabase } from './open.ts';
import { createSlotCache, type SlotCache } from './slot-cache.ts';
import { must, NOON, scratch, TOKEN } from './testing/samples.ts';

let opened: OpenedDatabase;
let remove: () => void;
let cache: SlotCache;

beforeEach(() => {
  const place = scratch();
  remove = place.remove;
  opened = must(openDatabase({ path: place.path, now: () => NOON }));
  cache = createSlotCache(opened.db, 3);
});
afterEach(() => {
  opened.db.close();
  remove();
});

function content(tokenId: string, slot: 'A' | 'B') {
  const bytes = new Uint8Array(randomBytes(100));
  return { tokenId, slot, bytes, digest: digestOf(bytes) };
}

test('each slot of a token gives back what was last remembered of it', () => {
  const [a, b, newer] = [content(TOKEN, 'A'), content(TOKEN, 'B'), content(TOKEN, 'A')];
  for (const one of [a, b, newer]) must(cache.rememberSlot(one));
  expect(must(cache.slotContent(TOKEN, b.digest))).toEqual(b.bytes);
  expect(must(cache.slotContent(TOKEN, newer.digest))).toEqual(newer.bytes);
  expect(must(cache.slotContent(TOKEN, a.digest))).toBeNull();
  expect(must(cache.slotContent('ffffffffffffffff', b.digest))).toBeNull();
});

test('the token that was not seen for longest makes room, with both of its slots', () => {
  const token = (n: number) => n.toString(16).padStart(16, '0');
  const first = [content(token(1), 'A'), content(token(1), 'B')];
  const others = [content(token(2), 'A'), content(token(3), 'A')];
  for (const one of [...first, ...others]) must(cache.rememberSlot(one));
  const again = content(token(2), 'B');
  must(cache.rememberSlot(again));
  const fourth = content(token(4), 'A');
  must(cache.rememberSlot(fourth));
  for (const gone of first) expect(must(cache.slotContent(token(1), gone.digest))).toBeNull();
  for (const kept of [...others, again, fourth])
    expect(must(cache.slotContent(kept.tokenId, kept.digest))).toEqual(kept.bytes);
});

test('bytes that do not match their digest any more are not given out', () => {
  const one = content(TOKEN, 'A');
  must(cache.rememberSlot(one));
  opened.db.prepare('UPDATE slot SET bytes = ?').run(randomBytes(100));
  expect(must(cache.slotContent(TOKEN, one.digest))).toBeNull();
});
