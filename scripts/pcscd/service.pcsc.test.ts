import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lockVirtualReader } from './lock.ts';
import { nodelayLibrary } from './nodelay.ts';
import { ensurePcscd, pcscdObstacle, pcscdRunning, VIRTUAL_READERS } from './service.ts';

let unlock: () => Promise<void>;
beforeAll(async () => {
  unlock = await lockVirtualReader();
});
afterAll(() => unlock());

test('a pcscd that runs already is used and never ended', async () => {
  expect(await pcscdObstacle()).toBeUndefined();
  const owner = await ensurePcscd();
  const guest = await ensurePcscd();
  expect(guest.started).toBe(false);
  await guest.stop();
  await guest.kill();
  expect(await pcscdRunning()).toBe(true);
  await owner.stop();
  expect(await pcscdRunning()).toBe(!owner.started);
});

test('no connection of this machine is given a port at which tokens dial in', async () => {
  const range = await readFile('/proc/sys/net/ipv4/ip_local_port_range', 'utf8');
  const [first = Number.NaN, last = Number.NaN] = range.trim().split(/\s+/).map(Number);
  expect(first).toBeLessThan(last);
  expect(VIRTUAL_READERS.filter(({ port }) => first <= port && port <= last)).toEqual([]);
});

test('the virtual reader belongs to one at a time, and the next one gets it as soon as it is let go', async () => {
  const order: string[] = [];
  const next = lockVirtualReader().then((letGo) => {
    order.push('next has it');
    return letGo;
  });
  order.push('first lets go');
  await unlock();
  unlock = await next;
  expect(order).toEqual(['first lets go', 'next has it']);
});

test('the preload is compiled once', async () => {
  const said: string[] = [];
  const library = await nodelayLibrary((line) => said.push(line));
  expect(await nodelayLibrary((line) => said.push(line))).toBe(library);
  // without a compiler there is none, and that is said each time
  expect(said).toHaveLength(library === undefined ? 2 : 0);
});
