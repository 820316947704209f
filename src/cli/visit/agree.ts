import { createInterface } from 'node:readline/promises';

/** Asks the person at the terminal; without a terminal, at Ctrl+C or when `signal` aborts nobody has agreed. */
export async function agreeAtTerminal(
  signal: AbortSignal,
  question = 'Write this to the token?',
): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const interrupted = new AbortController();
  terminal.once('SIGINT', () => interrupted.abort());
  const either = AbortSignal.any([signal, interrupted.signal]);
  try {
    const said = await terminal.question(`${question} [y/N] `, { signal: either });
    return /^y(es)?$/i.test(said.trim());
  } catch (error) {
    if (either.aborted) return false;
    throw error;
  } finally {
    terminal.close();
  }
}
