import { readdirSync, readFileSync } from 'node:fs';

/** Resident memory of a process in MB (10⁶ bytes), as Linux counts it: VmRSS. */
export function residentMegabytes(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  if (kibibytes === undefined) throw new Error(`Process ${pid} has ended`);
  return (Number(kibibytes) * 1024) / 1e6;
}

/** The processes that `pid` started whose command line contains `text`. */
export function childrenOf(pid: number, text: string): number[] {
  return readdirSync(`/proc/${pid}/task`)
    .flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' '))
    .map(Number)
    .filter((child) => child > 0 && readFileSync(`/proc/${child}/cmdline`, 'utf8').includes(text));
}
