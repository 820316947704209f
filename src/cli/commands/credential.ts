import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import {
  createCredentialOnce,
  deleteCredential,
  listCredentials,
  rotateCredential,
  type ShownCredential,
} from '../../server/host/credentials.ts';
import type { RequestKey } from '../../server/host/once.ts';
import type { Outcome } from '../../server/host/refusal.ts';
import { hashOf } from '../../server/host/visit-rows.ts';
import { ConfigError, loadConfig } from '../../server/http/config.ts';
import { storeOf } from '../../server/http/server.ts';
import { parseCredential, type RunOptions, withStoreOptions } from '../../server/run.ts';
import { openStore } from '../../server/store/open.ts';
import type { Store } from '../../server/store/store.ts';
import { type Output, table } from '../output.ts';
import { outputOf, seconds, subcommand } from '../program.ts';
import { orTellTrouble } from '../server-trouble.ts';

type StoreOptions = RunOptions & { readonly json?: boolean };
type KeyOptions = StoreOptions & { readonly key?: string };

/** Stands for the command line among the callers, whose names are the ids of credentials. */
const CALLER = 'command-line';
const keyOf = (key: string | undefined, asked: unknown): RequestKey | null =>
  key === undefined ? null : { caller: CALLER, key, hash: hashOf(asked), secret: null };

/** Opens the database of a server that ran before, and closes it after `work`. */
async function withStore(
  { json: _json, config: file, ...over }: StoreOptions,
  work: (store: Store) => Promise<void>,
) {
  const where = storeOf(loadConfig(over, file, process.env));
  if ('sqlite' in where && !existsSync(where.sqlite))
    throw new ConfigError(`${where.sqlite} does not exist: start the server on this folder once.`);
  const store = await openStore(where);
  try {
    await work(store);
  } finally {
    await store.close();
  }
}

function known<T>(outcome: Outcome<T>): T {
  if (outcome.ok) return outcome.value;
  throw new ConfigError(`${outcome.failure.message} \`recard credential list\` shows them.`);
}

const tellToken = (output: Output, shown: ShownCredential): void =>
  output.tell(
    'credential',
    shown,
    `${shown.credentialId}  ${shown.role} ${shown.name}`,
    `Shown only now: ${shown.token}`,
  );

const ONCE = 'made up by you: done once under it, however often it is repeated';

const onStore = (name: string, description: string): Command =>
  withStoreOptions(subcommand(name, description));

/** `recard credential …`: who may call a server, also while it runs. */
export function credentialCommand(): Command {
  const create = onStore('create', 'makes a credential and prints its token')
    .argument('<role:name>', 'such as kiosk:branch-1')
    .option('--key <text>', ONCE)
    .action((text: string, { key, ...options }: KeyOptions, command: Command) =>
      orTellTrouble(outputOf(command), () =>
        withStore(options, async (store) => {
          const named = parseCredential(text);
          const made = await createCredentialOnce(store, Date.now(), named, keyOf(key, ['create', named]));
          tellToken(outputOf(command), known(made));
        }),
      ),
    );
  const list = onStore('list', 'lists them, without their tokens').action(
    (options: StoreOptions, command: Command) =>
      orTellTrouble(outputOf(command), () =>
        withStore(options, async (store) => {
          const credentials = await listCredentials(store);
          const rows = credentials.map(({ credentialId, role, name }) => [credentialId, role, name]);
          outputOf(command).tell('credentials', { credentials }, ...table(rows));
        }),
      ),
  );
  const rotate = onStore('rotate', 'gives a credential a new token')
    .argument('<id>', 'as `recard credential list` tells it')
    .option('--grace <seconds>', 'for how long the old token is still accepted', seconds)
    .option('--key <text>', ONCE)
    .action(
      (
        credentialId: string,
        { grace: graceSeconds = 0, key, ...options }: KeyOptions & { readonly grace?: number },
        command: Command,
      ) =>
        orTellTrouble(outputOf(command), () =>
          withStore(options, async (store) => {
            const rotation = { credentialId, graceSeconds };
            const asked = keyOf(key, ['rotate', rotation]);
            tellToken(outputOf(command), known(await rotateCredential(store, Date.now(), rotation, asked)));
          }),
        ),
    );
  const remove = onStore('delete', 'takes a credential back at once')
    .argument('<id>', 'as `recard credential list` tells it')
    .action((id: string, options: StoreOptions, command: Command) =>
      orTellTrouble(outputOf(command), () =>
        withStore(options, async (store) => {
          const { credentialId } = known(await deleteCredential(store, Date.now(), id));
          outputOf(command).tell('deleted', { credentialId }, `${credentialId} is no longer accepted.`);
        }),
      ),
    );
  const group = subcommand('credential', 'makes, lists, rotates and deletes the credentials of a server');
  for (const command of [create, list, rotate, remove]) group.addCommand(command);
  return group;
}
