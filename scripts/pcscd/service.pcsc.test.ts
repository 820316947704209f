import { afterAll, beforeAll, expect, test } from 'vitest';
import { lockVirtualReader } from './lock.ts';
import { nodelayLibrary } from './nodelay.ts';
import { ensurePcscd, pcscdObstacle, pcscdRunning } from './service.ts';

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
