import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Result } from '../../shared/contract/result.ts';
import { type LaunchedToken, type LaunchOptions, launchToken } from '../launch.ts';
import { writeStateFile } from '../memory/file-store.ts';
import type { TokenState } from '../memory/state.ts';

/** A token process with its state file and control address in a folder of its own. */
export class TokenProcess {
  readonly folder = mkdtempSync(join(tmpdir(), 'recard-token-'));
  readonly state = join(this.folder, 'token.state');
  readonly control = join(this.folder, 'token.sock');
  #launched: LaunchedToken | undefined;

  constructor(state: TokenState) {
    const written = writeStateFile(this.state, state);
    if (!written.ok) throw new Error(written.failure.detail);
  }

  async tryStart(options: Partial<LaunchOptions>): Promise<Result<LaunchedToken>> {
    const launched = await launchToken({ state: this.state, control: this.control, ...options });
    if (launched.ok) this.#launched = launched.value;
    return launched;
  }

  /** Starts it and waits until it takes requests or is inserted; throws what it said when it ends instead. */
  async start(options: Partial<LaunchOptions>): Promise<void> {
    const launched = await this.tryStart(options);
    if (!launched.ok) throw new Error(launched.failure.detail);
  }

  /** Ends it with a signal, and returns its exit code when it had one. */
  end = async (signal: NodeJS.Signals): Promise<number | null> => (await this.#launched?.end(signal)) ?? null;

  async remove(): Promise<void> {
    await this.end('SIGKILL');
    rmSync(this.folder, { recursive: true });
  }
}
