import { type ChildProcess, fork } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { app } from './app/app.ts';
import { electronEvent } from './event.ts';
import { Guarded, NotModelled, whole } from './guard.ts';

type ModelledProcess = Pick<Electron.UtilityProcess, 'kill' | 'pid' | 'postMessage' | 'stderr' | 'stdout'>;

const EVENTS = ['spawn', 'exit', 'message'] as const;
const OPTIONS = ['cwd', 'env', 'execArgv', 'serviceName', 'stdio'];
const REGISTER = path.join(import.meta.dirname, 'utility-register.ts');

const KINDS = ['pipe', 'ignore', 'inherit'] as const;
type Stream = (typeof KINDS)[number];

function streamsOf(stdio: NonNullable<Electron.ForkOptions['stdio']>): [Stream, Stream, Stream] {
  const [stdin, stdout, stderr] = (typeof stdio === 'string' ? [stdio, stdio, stdio] : stdio).map((given) => {
    const kind = KINDS.find((known) => known === given);
    if (kind === undefined) throw new NotModelled(`a utility process's stream as ${String(given)}`);
    return kind;
  });
  return [stdin ?? 'ignore', stdout ?? 'inherit', stderr ?? 'inherit'];
}

/** Somebody ended it; by any other signal it fell by itself (Chromium's base/process/kill_posix.cc). */
const KILLING: readonly NodeJS.Signals[] = ['SIGINT', 'SIGKILL', 'SIGTERM'];

/** A process of Electron's for services, as a Node process: the same messages, the same end with its parent. */
class UtilityProcess extends Guarded implements ModelledProcess {
  readonly #child: ChildProcess;
  #killed = false;

  constructor(modulePath: string, args: readonly string[], options: Electron.ForkOptions) {
    super('utilityProcess', EVENTS);
    const { serviceName = 'Node Utility Process', stdio = 'inherit', execArgv = [] } = options;
    const [, stdout, stderr] = streamsOf(stdio);
    this.#child = fork(modulePath, args, {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: { ...(options.env ?? process.env) },
      execArgv: [...execArgv, '--import', REGISTER],
      serialization: 'advanced',
      // Electron gives a utility process no input: https://www.electronjs.org/docs/latest/api/utility-process
      stdio: ['ignore', stdout, stderr, 'ipc'],
    });
    this.#watch(serviceName);
  }

  #watch(name: string): void {
    this.#child.once('spawn', () => this.emit('spawn'));
    this.#child.on('message', (message) => this.emit('message', message));
    this.#child.once('exit', (status, signal) => {
      const code = status ?? (signal === null ? 0 : os.constants.signals[signal]);
      if (code !== 0) {
        const killed = this.#killed || (signal !== null && KILLING.includes(signal));
        const reason = killed ? 'killed' : signal === null ? 'abnormal-exit' : 'crashed';
        const details: Electron.Details = {
          type: 'Utility',
          reason,
          exitCode: code,
          serviceName: 'node.mojom.NodeService',
          name,
        };
        app.emit('child-process-gone', electronEvent(), details);
      }
      this.emit('exit', code);
    });
  }

  /** Undefined once it has ended. */
  get pid(): number | undefined {
    const { exitCode, signalCode, pid } = this.#child;
    return exitCode === null && signalCode === null ? pid : undefined;
  }

  get stdout(): Readable | null {
    return this.#child.stdout;
  }

  get stderr(): Readable | null {
    return this.#child.stderr;
  }

  postMessage(message: unknown, transfer: readonly unknown[] = []): void {
    if (transfer.length > 0) throw new NotModelled('message ports of a utility process');
    // Electron clones: of a Buffer a Uint8Array arrives, and a function is refused here and now.
    if (this.#child.connected) this.#child.send(structuredClone(message) as NodeJS.Dict<unknown>);
  }

  kill(): boolean {
    this.#killed = this.#child.kill();
    return this.#killed;
  }
}

export const utilityProcess = whole<typeof Electron.UtilityProcess>('utilityProcess', {
  fork(modulePath: string, args: readonly string[] = [], options: Electron.ForkOptions = {}) {
    const option = Object.keys(options).find((name) => !OPTIONS.includes(name));
    if (option !== undefined) throw new NotModelled(`the utility process option ${option}`);
    return whole<Electron.UtilityProcess>('utilityProcess', new UtilityProcess(modulePath, args, options));
  },
});
