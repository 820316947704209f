import { existsSync } from 'node:fs';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { describeKey, publicKeyOf } from '../../../server/images/keys.ts';
import { failure } from '../../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../../shared/contract/result.ts';
import type { ImageSigner } from '../../../shared/image/envelope.ts';
import { type TokenKind, TokenKindSchema } from '../../../shared/image/model.ts';
import {
  type Described,
  ensureSigner,
  issueToken,
  KEY_FILE,
  readDescription,
  readSigner,
} from '../../issue.ts';
import { orTell } from '../../output.ts';
import { outputOf, subcommand, webAddress } from '../../program.ts';
import { type Registration, registerAt } from '../../register.ts';
import { socketOf } from '../../token/address.ts';
import { requireFree } from '../../token/hold.ts';

interface CreateOptions {
  readonly state: string;
  readonly kind?: TokenKind;
  readonly force?: boolean;
  readonly data?: string;
  readonly key?: string;
  readonly register?: string;
  readonly admin?: string;
  readonly holder?: string;
  readonly account?: string;
}

const unclear = (detail: string) => fail(failure('request-malformed', detail));

function signerFor({ data, key, state }: CreateOptions): Promise<Result<ImageSigner>> {
  if (key !== undefined) return readSigner(key);
  if (data !== undefined) return readSigner(path.join(data, KEY_FILE));
  return ensureSigner(path.join(path.dirname(state), KEY_FILE));
}

/** `null` when the token is not to be registered. */
function registrationFor(options: CreateOptions, { description }: Described): Result<Registration | null> {
  const { register: url, admin, holder } = options;
  if (url === undefined) return ok(null);
  const adminToken = admin ?? process.env.RECARD_ADMIN_TOKEN;
  if (adminToken === undefined)
    return unclear("--register needs an administrator's token: --admin TOKEN, or RECARD_ADMIN_TOKEN");
  if (holder === undefined) return unclear('--register needs --holder NAME, whose token it is');
  const accountRef = description.image?.account ?? options.account;
  return accountRef === undefined
    ? unclear('the description has no image and so no account: give --account REF')
    : ok({ url, adminToken, holder, accountRef });
}

async function prepare(file: string, options: CreateOptions) {
  if (existsSync(options.state) && options.force !== true)
    return unclear(`${options.state} exists: another name, or --force to replace it`);
  const described = await readDescription(file, options.kind === undefined ? {} : { kind: options.kind });
  if (!described.ok) return described;
  const registration = registrationFor(options, described.value);
  if (!registration.ok) return registration;
  const free = await requireFree(options.state, socketOf(options.state));
  if (!free.ok) return free;
  const signer = await signerFor(options);
  return signer.ok
    ? ok({ described: described.value, registration: registration.value, signer: signer.value })
    : signer;
}

async function create(file: string, options: CreateOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const prepared = orTell(output, await prepare(file, options));
  if (prepared === undefined) return;
  const { described, registration, signer } = prepared;
  const issued = orTell(output, issueToken(described, signer, options.state));
  if (issued === undefined) return;
  const { identity, image } = issued;
  const key = describeKey(signer.keyId, publicKeyOf(signer));
  const own = options.key === undefined && options.data === undefined;
  output.tell(
    'created',
    {
      state: options.state,
      tokenId: identity.tokenId,
      kind: identity.kind,
      imageBytes: image?.length ?? null,
      trustedKey: key,
    },
    `Token ${identity.tokenId} is in ${options.state}${image === null ? ', without an image' : `, its image has ${image.length} bytes`}.`,
    ...(own
      ? [
          `It was signed with a key of its own, ${path.join(path.dirname(options.state), KEY_FILE)}. A kiosk and a server`,
          `accept it once this is among the kiosk's trust.keys and the server's trustedKeys: ${JSON.stringify(key)}`,
        ]
      : []),
  );
  if (registration === null) return;
  const registered = orTell(output, await registerAt(registration, issued));
  if (registered === undefined) return;
  const { url, holder, accountRef } = registration;
  output.tell(
    'registered',
    { tokenId: identity.tokenId, url, holder, account: accountRef },
    `The host at ${url} has it on file for ${holder}, account ${accountRef}.`,
  );
}

export const createCommand = (): Command =>
  subcommand('create', 'makes a software token from a description (docs/software-token.md)')
    .argument('<description>', 'JSON file')
    .requiredOption('--state <file>', 'where the token is kept')
    .addOption(
      new Option('--kind <kind>', 'instead of what the description says').choices(TokenKindSchema.options),
    )
    .option('--force', 'replaces a token that is there')
    .option('--data <folder>', "the server's data folder: signs with its image key")
    .option('--key <file>', 'signs with this image key')
    .option('--register <url>', 'puts the token on file at this running host', webAddress)
    .option('--admin <token>', "an administrator's token of the host (RECARD_ADMIN_TOKEN)")
    .option('--holder <name>', 'whose token it is')
    .option('--account <ref>', 'account of a token that is described without an image')
    .action(create);
