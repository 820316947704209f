import { spawn } from 'node:child_process';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../..');

/** Carried by every process that a check starts and by all that those start, so that leftovers can be found. */
export const MARK = 'RECARD_CHECK_RUN';
export const mark = `${process.pid}-${Date.now()}`;

/** Node keeps here what it has compiled once: the tests start the same programs hundreds of times. */
const COMPILED = { NODE_COMPILE_CACHE: path.join(ROOT, '.recard/compiled') };

export interface CommandOptions {
  /** Milliseconds after which it is ended and counts as failed. */
  readonly limitMs: number;
  /** Shows the output as it comes; otherwise it is kept and returned. */
  readonly live?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Ended {
  readonly ok: boolean;
  /** How it ended, for people: "exit code 1", "ended after 60 s", "could not be started". */
  readonly how: string;
  readonly output: string;
}

const groups = new Set<number>();

/** Runs one of the project's programs (`biome`, `tsc` …) or a script to its end, with all that it started. */
export function command(program: string, args: readonly string[], options: CommandOptions): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: ROOT,
      // a group of its own can be ended as a whole
      detached: true,
      stdio: options.live ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...COMPILED, ...options.env, [MARK]: mark },
    });
    if (child.pid !== undefined) groups.add(child.pid);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    let late = false;
    const limit = setTimeout(() => {
      late = true;
      endGroup(child.pid);
    }, options.limitMs);
    child.once('error', (error) =>
      finish({ ok: false, how: `could not be started: ${error.message}`, output }),
    );
    child.once('exit', () => endGroup(child.pid));
    child.once('close', (code, signal) => {
      const how = late ? `ended after ${options.limitMs / 1000} s` : `exit code ${code ?? signal}`;
      finish({ ok: code === 0, how, output });
    });
    const finish = (ended: Ended) => {
      clearTimeout(limit);
      resolve(ended);
    };
  });
}

/** Ends every command that is still running. */
export function endAll(): void {
  for (const group of groups) endGroup(group);
}

function endGroup(group: number | undefined): void {
  if (group === undefined || !groups.delete(group)) return;
  try {
    process.kill(-group, 'SIGKILL');
  } catch (error) {
    // ESRCH: nothing of it is left
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
