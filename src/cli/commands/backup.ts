import type { Command } from 'commander';
import { backUp } from '../../server/backup/backup.ts';
import type { Manifest } from '../../server/backup/manifest.ts';
import { restore } from '../../server/backup/restore.ts';
import { loadConfig } from '../../server/http/config.ts';
import { KEY_FILE } from '../../server/images/keys.ts';
import { type RunOptions, withStoreOptions } from '../../server/run.ts';
import { outputOf, subcommand } from '../program.ts';
import { orTellTrouble } from '../server-trouble.ts';

type StoreOptions = RunOptions & { readonly json?: boolean };

const settingsOf = ({ json: _json, config: file, ...over }: StoreOptions) =>
  loadConfig(over, file, process.env);

const secretNote = ({ files }: Manifest): readonly string[] =>
  files.some(({ name }) => name === KEY_FILE)
    ? [
        `It holds ${KEY_FILE}, which signs images: whoever has it can make cards accepted. Keep it as you keep the server.`,
      ]
    : [];

const filesOf = ({ files }: Manifest): string =>
  files.map(({ name, bytes }) => `${name} (${bytes} bytes)`).join(', ');

/** `recard backup FOLDER`: the database and the image key of a server, also while it runs. */
export const backupCommand = (): Command =>
  withStoreOptions(subcommand('backup', 'backs up a server’s database and image key, also while it runs'))
    .argument('<folder>', 'where to; it must not exist yet')
    .action((target: string, options: StoreOptions, command: Command) =>
      orTellTrouble(outputOf(command), async () => {
        const manifest = await backUp(settingsOf(options), target, Date.now());
        outputOf(command).tell(
          'backed-up',
          { folder: target, ...manifest },
          `${target} holds ${filesOf(manifest)}, read back and checked.`,
          ...secretNote(manifest),
        );
      }),
    );

/** What a backup cannot bring back, and who can. */
const SINCE: readonly string[] = [
  'What came in after that is missing. Before cards are served again:',
  '- report again what was lost, stolen or blocked since: those cards work again, beside any that replaced them;',
  '- register again what was issued or replaced since, and make open requests again;',
  '- let terminals post their transactions since then again: what is there already counts once.',
  'What a card carries beyond it is recorded at its next visit.',
];

/** `recard restore FOLDER`: puts such a backup in place. */
export const restoreCommand = (): Command =>
  withStoreOptions(subcommand('restore', 'puts a backup in place of a stopped server’s data'))
    .argument('<folder>', 'what `recard backup` made')
    .option('--replace', 'also where there is a database already; that one is kept beside it')
    .action(
      (
        source: string,
        { replace, ...options }: StoreOptions & { readonly replace?: true },
        command: Command,
      ) =>
        orTellTrouble(outputOf(command), async () => {
          const now = Date.now();
          const { manifest, setAside } = await restore(settingsOf(options), source, {
            replace: replace === true,
            now,
          });
          outputOf(command).tell(
            'restored',
            { folder: source, setAside, ...manifest },
            `Restored ${filesOf(manifest)} as of ${manifest.madeAt}.`,
            ...SINCE,
            ...(setAside === null ? [] : [`What was there before is in ${setAside}.`]),
          );
        }),
    );
