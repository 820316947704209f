import { readdirSync, readFileSync } from 'node:fs';

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
