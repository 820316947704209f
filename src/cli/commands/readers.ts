import { type Command, Option } from 'commander';
import { failure } from '../../shared/contract/failure.ts';
import { toHex } from '../../shared/image/bytes.ts';
import { orTell, table } from '../output.ts';
import { outputOf, seconds, subcommand } from '../program.ts';
import { BINDINGS, type BindingName, openReaders, waitFor } from '../reader.ts';

interface Seen {
  readonly reader: string;
  token: 'none' | 'present' | 'unreadable';
  atr: string | null;
}

/** After the first reader was told, the rest of the list follows within this time. */
const SETTLE_MS = 600;

async function listReaders(options: { wait: number; binding: BindingName }, command: Command): Promise<void> {
  const output = outputOf(command);
  const port = openReaders(options.binding);
  const seen = new Map<string, Seen>();
  port.subscribe((event) => {
    if (event.type === 'reader-attached')
      seen.set(event.reader, { reader: event.reader, token: 'none', atr: null });
    const entry = 'reader' in event ? seen.get(event.reader) : undefined;
    if (entry === undefined) return;
    if (event.type === 'token-present') Object.assign(entry, { token: 'present', atr: toHex(event.atr) });
    if (event.type === 'token-unreadable') entry.token = 'unreadable';
  });
  const none = failure('reader-missing', `no reader within ${options.wait} s`);
  const first = await waitFor(port, options.wait, none, (event) =>
    event.type === 'reader-attached' ? true : undefined,
  );
  if (orTell(output, first) !== undefined) {
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const readers = [...seen.values()].sort((a, b) => a.reader.localeCompare(b.reader));
    const rows = readers.map(({ reader, token, atr }) => [reader, token, atr ?? '']);
    output.tell('readers', { readers }, ...table([['reader', 'token', 'ATR'], ...rows]));
  }
  await port.stop();
}

export const readersCommand = (): Command =>
  subcommand('readers', 'lists the readers and what lies on them')
    .option('--wait <seconds>', 'how long to look for the first reader', seconds, 5)
    .addOption(new Option('--binding <name>', 'PC/SC binding').choices(BINDINGS).default('auto'))
    .action(listReaders);
