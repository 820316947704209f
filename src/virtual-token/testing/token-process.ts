import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { writeStateFile } from '../memory/file-store.ts';
import type { TokenState } from '../memory/state.ts';

const PROGRAM = new URL('../process.ts', import.meta.url).pathname;

/** A token process with its state file and control address in a folder of its own. */
export class TokenProcess {
  readonly folder = mkdtempSync(join(tmpdir(), 'recard-token-'));
  readonly state = join(this.folder, 'token.state');
  readonly control = join(this.folder, 'token.sock');
  #child: ChildProcess | undefined;

  constructor(state: TokenState) {
    const written = writeStateFile(this.state, state);
    if (!written.ok) throw new Error(written.failure.detail);
  }

  /** Starts it and waits for `event`; throws what it said instead when it ends before. */
  async start(args: readonly string[], event: 'ready' | 'inserted'): Promise<void> {
    const child = spawn(
      process.execPath,
      [PROGRAM, '--state', this.state, '--control', this.control, ...args],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    this.#child = child;
    const { stdout, stderr } = child;
    let said = '';
    stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const happened = new Promise<'happened'>((resolve) => {
      createInterface({ input: stdout }).on('line', (line) => {
        if (line.includes(`"event":"${event}"`)) resolve('happened');
      });
    });
    const ended = once(child, 'close').then(() => 'ended' as const);
    if ((await Promise.race([happened, ended])) === 'ended') throw new Error(said);
  }

  /** Ends it at once, and returns its exit code when it had one. */
  async end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null)
      return child?.exitCode ?? null;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
    return child.exitCode;
  }

  async remove(): Promise<void> {
    await this.end('SIGKILL');
    rmSync(this.folder, { recursive: true });
  }
}
