import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { pidOfRequest } from '../electron-double/contents/renderer.ts';

/** The processes that `pid` started, and those that they started, as Linux knows them. */
export function descendantsOf(pid: number): number[] {
  const children = readdirSync(`/proc/${pid}/task`)
    .flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' '))
    .map(Number)
    .filter((child) => child > 0);
  return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

const isCardProcess = (pid: number): boolean =>
  readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('card-process');

/** The process that talks to the readers of the application whose main process is `pid`. */
export function cardProcessOf(pid: number): number {
  const found = descendantsOf(pid).find(isCardProcess);
  if (found === undefined) throw new Error(`process ${pid} has no card process`);
  return found;
}

/** The process that draws a page, of all those of its kind: told by a request that the page is made to send. */
export async function rendererOf(page: Page): Promise<number> {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send('Network.enable');
  const asked = new Promise<string>((resolve) => {
    devTools.once('Network.requestWillBeSent', ({ requestId }) => resolve(requestId));
  });
  await page.evaluate(`new Image().src = 'data:image/gif,'`);
  const pid = pidOfRequest(await asked);
  if (pid === null) throw new Error('the page sent a request that does not tell its process');
  return pid;
}
