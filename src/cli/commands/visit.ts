import { createInterface } from 'node:readline/promises';
import { type Command, Option } from 'commander';
import { type LoadedConfig, loadConfig } from '../../main/config/load.ts';
import { assembleKiosk, type Kiosk } from '../../main/kiosk.ts';
import type { ImageChange } from '../../shared/image/change.ts';
import type { Screen } from '../../shared/visit/snapshot.ts';
import { EXIT, exitOfOutcome } from '../exit-codes.ts';
import { type Output, orTell, table, tellFailure } from '../output.ts';
import { outputOf, seconds, subcommand } from '../program.ts';
import { BINDINGS, type BindingName, openReaders } from '../reader.ts';

interface VisitOptions {
  readonly config: string;
  readonly yes?: boolean;
  readonly wait: number;
  readonly binding?: BindingName;
  readonly log?: boolean;
}

const counted = (change: ImageChange): string[] =>
  table(
    change.rows.map(({ programme, kind, change: what, delta }) => [
      `  ${programme}`,
      kind,
      what,
      delta === null || delta === 0 ? '' : delta > 0 ? `+${delta}` : String(delta),
    ]),
  );

/** Asks the person at the terminal; without a terminal nobody has agreed. */
async function agreed(options: VisitOptions): Promise<boolean> {
  if (options.yes === true) return true;
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question('Write this to the token? [y/N] ');
  terminal.close();
  return /^y(es)?$/i.test(answer.trim());
}

/** Follows the screens of one visit to its end, answering for the person. Gives the exit code. */
function followVisit(kiosk: Kiosk, options: VisitOptions, output: Output): Promise<number> {
  const { runner } = kiosk;
  return new Promise((resolve) => {
    const late = setTimeout(() => {
      output.tell(
        'visit',
        { outcome: 'interrupted', reason: 'no-token' },
        `No token within ${options.wait} s.`,
      );
      finish(EXIT.noToken);
    }, options.wait * 1000);
    let step = '';
    const finish = (code: number): void => {
      clearTimeout(late);
      stop();
      resolve(code);
    };
    const stop = runner.onSnapshot(({ screen, revision }) => {
      const now = screen.screen === 'deciding' ? `deciding: ${screen.step}` : screen.screen;
      if (now !== step) output.tell('screen', { screen: screen.screen, revision }, `${now} …`);
      const changed = now !== step;
      step = now;
      if (screen.screen !== 'attract' && screen.screen !== 'trouble' && screen.screen !== 'offline')
        clearTimeout(late);
      if (screen.screen === 'offer' && changed) void answerOffer(screen.change);
      else ended(screen);
    });

    async function answerOffer(change: ImageChange): Promise<void> {
      output.tell('offer', { change }, 'The update would change:', ...counted(change));
      const answer = runner.act((await agreed(options)) ? 'accept' : 'decline');
      if (!answer.ok) finish(tellFailure(output, answer.failure));
    }

    function ended(screen: Screen): void {
      switch (screen.screen) {
        case 'done':
          // An update is told once the host has confirmed it too, or the time for that is over.
          if (screen.outcome === 'updated' && screen.receipt?.hostConfirmed === false) {
            confirmLater(screen);
            return;
          }
          tellDone(screen);
          return;
        case 'refused':
          output.tell(
            'visit',
            { outcome: 'refused', reason: screen.reason, reference: screen.reference },
            `Refused: ${screen.reason}${screen.reference === null ? '' : `, reference ${screen.reference}`}. Nothing was written.`,
          );
          finish(exitOfOutcome('refused'));
          return;
        case 'removed':
          output.tell(
            'visit',
            { outcome: 'interrupted', token: screen.token },
            'The token left during the write.',
          );
          finish(exitOfOutcome('interrupted'));
          return;
        case 'offline':
          if (screen.token === null) return;
          output.tell(
            'visit',
            { outcome: 'interrupted', reason: 'offline' },
            'The host is away. The token is unchanged.',
          );
          finish(EXIT.hostAway);
          return;
        case 'trouble':
          if (screen.token !== null || screen.tokenPresent) finish(tellFailure(output, screen.failure));
          return;
        default:
      }
    }

    type Done = Extract<Screen, { screen: 'done' }>;
    let confirming: NodeJS.Timeout | undefined;
    function confirmLater(screen: Done): void {
      confirming ??= setTimeout(() => tellDone(screen), 5_000);
    }
    function tellDone({ outcome, receipt, token }: Done): void {
      clearTimeout(confirming);
      const facts = receipt === null ? {} : { receipt };
      const words =
        outcome === 'current'
          ? 'There is nothing to do: the token is up to date.'
          : receipt === null
            ? 'Declined: nothing was written.'
            : `Updated: ${receipt.bytesWritten} bytes written, image of ${receipt.imageBytes} bytes read back and equal, ` +
              `request ${receipt.requestCleared ? 'cleared' : 'not on the token'}, ` +
              `host ${receipt.hostConfirmed ? 'confirmed' : 'not told yet (it will be)'}.`;
      output.tell('visit', { outcome, token, ...facts }, words);
      finish(exitOfOutcome(outcome));
    }
  });
}

async function visit(options: VisitOptions, command: Command): Promise<void> {
  const output = outputOf(command);
  const loaded = orTell(output, loadConfig(options.config));
  if (loaded === undefined) return;
  process.exitCode = await visitWith(loaded, options, output);
}

async function visitWith(loaded: LoadedConfig, options: VisitOptions, output: Output): Promise<number> {
  const log = (event: string, facts = {}): void => {
    if (options.log === true) process.stderr.write(`${JSON.stringify({ event, ...facts })}\n`);
  };
  const reader = openReaders(options.binding ?? loaded.config.reader.binding, (line) =>
    log('reader', { line }),
  );
  const kiosk = assembleKiosk({ loaded, reader, log });
  if (!kiosk.ok) return tellFailure(output, kiosk.failure);
  const ending = followVisit(kiosk.value, options, output);
  kiosk.value.start();
  const code = await ending;
  await kiosk.value.stop();
  return code;
}

export const visitCommand = (): Command =>
  subcommand('visit', 'carries out one visit, as the kiosk does, without a window')
    .requiredOption('--config <file>', "the kiosk's configuration")
    .option('--yes', 'accepts what the host offers; without it the terminal asks')
    .option('--wait <seconds>', 'how long to wait for a token', seconds, 60)
    .addOption(new Option('--binding <name>', 'PC/SC binding').choices(BINDINGS))
    .option('--log', "the kiosk's log on standard error")
    .action(visit);
