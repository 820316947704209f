import { type Command, Option } from 'commander';
import { readToken, type TokenReading } from '../../main/card/read.ts';
import { readImage } from '../../main/card/read-image.ts';
import { loadConfig } from '../../main/config/load.ts';
import type { ReaderPort } from '../../main/reader/port.ts';
import { ok, type Result } from '../../shared/contract/result.ts';
import { toHex } from '../../shared/image/bytes.ts';
import { type OpenedImage, openImage, type TrustedKeys } from '../../shared/image/envelope.ts';
import { orTell, table } from '../output.ts';
import { outputOf, seconds, subcommand } from '../program.ts';
import { BINDINGS, type BindingName, openReaders, waitForToken } from '../reader.ts';

interface ReadOptions {
  readonly wait: number;
  readonly binding: BindingName;
  readonly reader?: string;
  readonly image?: boolean;
  readonly config?: string;
}

interface Read {
  readonly reader: string;
  readonly reading: TokenReading;
  readonly image: Uint8Array | null;
}

async function readOnce(port: ReaderPort, options: ReadOptions): Promise<Result<Read>> {
  const reader = await waitForToken(port, options.wait, options.reader);
  if (!reader.ok) return reader;
  const session = await port.connect(reader.value);
  if (!session.ok) return session;
  const reading = await readToken(session.value);
  const wanted = reading.ok && options.image === true && reading.value.report.image !== null;
  const image = wanted ? await readImage(session.value, reading.value) : ok(null);
  await session.value.disconnect();
  if (!reading.ok) return reading;
  return image.ok ? ok({ reader: reader.value, reading: reading.value, image: image.value }) : image;
}

const instant = (secondsSince1970: number): string => new Date(secondsSince1970 * 1000).toISOString();

function loggedWords({ report, logTorn }: TokenReading): string {
  const words = [`${report.log.length} transactions beyond the image`];
  if (report.logLost > 0) words.push(`${report.logLost} lost`);
  if (logTorn > 0) words.push(`${logTorn} torn, which never happened`);
  return words.join(', ');
}

function lines({ reader, reading }: Read, opened: OpenedImage | null): string[] {
  const { identity, report } = reading;
  const { image, indicator } = report;
  const rows = [
    ['reader', reader],
    [
      'token',
      `${identity.tokenId} (${identity.kind}, issued by ${identity.issuer}, generation ${identity.generation})`,
    ],
    ['valid', `${instant(identity.validFrom)} to ${instant(identity.validTo)}`],
    [
      'image',
      image === null ? 'none yet' : `sequence ${image.sequence}, ${image.length} bytes, ${image.digest}`,
    ],
    [
      'indicator',
      indicator.state === 'clear'
        ? 'clear'
        : `${indicator.state}: ${indicator.reason}, ${indicator.requestId}`,
    ],
    ['log', loggedWords(reading)],
    ...report.log.map((t) => [
      `  ${t.terminal} ${t.counter}`,
      `${instant(t.at)}  ${t.programme} ${t.action} ${t.amount}${t.item === undefined ? '' : ` ${t.item}`}`,
    ]),
    ...(opened?.image.cells ?? []).map((cell) => [
      cell.programme,
      `${cell.kind} ${JSON.stringify(plain(cell.payload))}`,
    ]),
  ];
  return table(rows);
}

/** Bytes as hex: JSON has no better word for them. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_key, item: unknown) => (item instanceof Uint8Array ? toHex(item) : item)),
  );

function trustedKeys(file: string | undefined): Result<TrustedKeys | null> {
  if (file === undefined) return ok(null);
  const loaded = loadConfig(file);
  return loaded.ok ? ok(loaded.value.keys) : loaded;
}

async function read(options: ReadOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const keys = orTell(output, trustedKeys(options.config));
  if (keys === undefined) return;
  const port = openReaders(options.binding);
  const result = orTell(output, await readOnce(port, options));
  if (result !== undefined) {
    const { image, reader, reading } = result;
    const opened = image === null || keys === null ? ok(null) : openImage(image, keys);
    const trusted = orTell(output, opened);
    if (trusted !== undefined)
      output.tell(
        'read',
        {
          reader,
          identity: reading.identity,
          commit: reading.commit,
          report: reading.report,
          logTorn: reading.logTorn,
          signedImage: image === null ? null : toHex(image),
          image: plain(trusted?.image ?? null),
        },
        ...lines(result, trusted),
      );
  }
  await port.stop();
}

export const readCommand = (): Command =>
  subcommand('read', 'reads the token on the reader and changes nothing')
    .option('--wait <seconds>', 'how long to wait for a token', seconds, 30)
    .option('--reader <name>', 'only this reader')
    .option('--image', 'reads the whole image too, and checks its digest')
    .option('--config <file>', "the kiosk's configuration: with its keys the image is opened and shown")
    .addOption(new Option('--binding <name>', 'PC/SC binding').choices(BINDINGS).default('auto'))
    .action(read);
