import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { startServer } from '../../server/http/server.ts';
import { describeKey, publicKeyOf } from '../../server/images/keys.ts';
import { seed } from '../../server/seed/seed.ts';
import { failure } from '../../shared/contract/failure.ts';
import { KioskIdSchema } from '../../shared/contract/host.ts';
import type { ImageSigner } from '../../shared/image/envelope.ts';
import { DEMONSTRATION_PIN, demoKioskConfig, KIOSK_ID, saveKioskConfig } from '../demo/kiosk-config.ts';
import { makeDemoTokenFiles } from '../demo/tokens.ts';
import { type Output, orTell, table, tellFailure } from '../output.ts';
import { outputOf, subcommand, webAddress } from '../program.ts';
import { orTellTrouble } from '../server-trouble.ts';

interface SeedOptions {
  readonly data: string;
  readonly tokens?: string;
  readonly config?: string;
  readonly kiosk?: string;
  readonly url: string;
  readonly force?: boolean;
}

/** Why this cannot be done, before anything is. */
function obstacleTo({ config, kiosk, force }: SeedOptions): string | null {
  if (kiosk !== undefined && !KioskIdSchema.safeParse(kiosk).success)
    return '--kiosk takes lower-case letters, digits and hyphens, up to 32';
  if (config !== undefined && existsSync(config) && force !== true)
    return `${config} exists: another name, or --force to replace it`;
  return null;
}

async function makeTokens(output: Output, key: ImageSigner, folder: string, keep: boolean): Promise<void> {
  const tokens = orTell(output, await makeDemoTokenFiles(key, folder, keep));
  if (tokens === undefined) return;
  const rows = tokens.map(({ state, title }) => [`  ${state}`, title]);
  output.tell('tokens', { tokens }, `${tokens.length} software tokens:`, ...table(rows));
}

/** Settles everything through a server that runs for the moment, on a port of its own. */
async function fill(options: SeedOptions, output: Output): Promise<void> {
  const { data, url, config, force } = options;
  const kiosk = options.kiosk ?? (config === undefined ? undefined : KIOSK_ID);
  const server = await startServer({ role: 'embedded', data });
  try {
    const { tokens } = await seed(server);
    const { adminToken, imageKey: key } = server;
    output.tell(
      'seeded',
      { data, tokens, ...(adminToken === undefined ? {} : { adminToken }) },
      `${tokens.length} tokens are on file in ${data}.`,
      ...(adminToken === undefined ? [] : [`The first administrator's token, shown only now: ${adminToken}`]),
    );
    if (key === undefined) return;
    // tokens of an earlier data folder carry another key's signatures
    const keep = adminToken === undefined && force !== true;
    if (options.tokens !== undefined) await makeTokens(output, key, options.tokens, keep);
    if (kiosk === undefined) return;
    const kioskToken = await server.credential('kiosk', kiosk);
    output.tell(
      'credential',
      { role: 'kiosk', name: kiosk, token: kioskToken },
      ...(config === undefined ? [`Credential of kiosk ${kiosk}, shown only now: ${kioskToken}`] : []),
    );
    if (config === undefined) return;
    const keys = [describeKey(key.keyId, publicKeyOf(key))];
    const folder = path.dirname(path.resolve(config));
    saveKioskConfig(config, demoKioskConfig(kiosk, folder, { url, kioskToken, keys }));
    output.tell(
      'kiosk-configuration',
      { file: config, kiosk, url, staffPin: DEMONSTRATION_PIN },
      `Kiosk ${kiosk} is configured in ${config}, for a host at ${url}. Its staff PIN is ${DEMONSTRATION_PIN}: change it.`,
      `Start the host: recard server --data ${data} --port ${new URL(url).port || '80'}`,
    );
  } finally {
    await server.stop();
  }
}

async function seedData(options: SeedOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const obstacle = obstacleTo(options);
  if (obstacle === null) await orTellTrouble(output, () => fill(options, output));
  else process.exitCode = tellFailure(output, failure('request-malformed', obstacle));
}

export const seedCommand = (): Command =>
  subcommand('seed', "fills an embedded server's data folder with demonstration data; what is there stays")
    .requiredOption('--data <folder>', "the server's data folder")
    .option('--tokens <folder>', "makes the demonstration's software tokens here")
    .option('--config <file>', "writes a kiosk's configuration here")
    .option('--kiosk <id>', `makes a credential for this kiosk (with --config: ${KIOSK_ID})`)
    .option('--url <url>', 'where the kiosk finds the host', webAddress, 'http://127.0.0.1:8080')
    .option('--force', 'replaces tokens and a configuration that are there')
    .action(seedData);
