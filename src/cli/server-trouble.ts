import { ConfigError } from '../server/http/config.ts';
import { StoreError } from '../server/store/migrate.ts';
import { EXIT } from './exit-codes.ts';
import type { Output } from './output.ts';

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'code' in error && 'syscall' in error;

/** Tells what the operator can mend: settings, database, a port that is taken. Anything else is thrown on. */
export async function orTellTrouble(output: Output, run: () => Promise<void>): Promise<void> {
  try {
    await run();
  } catch (error) {
    const setting = error instanceof ConfigError || isSystemError(error);
    if (!setting && !(error instanceof StoreError)) throw error;
    process.exitCode = setting ? EXIT.usage : EXIT.storage;
    const { message } = error;
    const code = setting ? 'configuration-invalid' : 'store-unusable';
    output.tell('failed', { code, detail: message }, `Not done: ${message}`);
  }
}
