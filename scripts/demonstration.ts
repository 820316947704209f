import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { Command, Option } from 'commander';
import { launch } from '../e2e/launch.ts';
import { ownDisplay, virtualDisplay } from './demonstration/display.ts';
import { createSay, type Say } from './demonstration/report.ts';
import { Stack } from './demonstration/stack.ts';
import { setStage } from './demonstration/stage.ts';
import { demonstrateVisit } from './demonstration/visit.ts';
import { resolveElectron } from './electron.ts';

/**
 * `npm start`: servers, simulated tokens and the kiosk. With a display a person plays with it; without one
 * the demonstration visit is carried out under Xvfb, told and photographed.
 */

const ROOT = path.resolve(import.meta.dirname, '..');
const FOLDER = path.join(ROOT, '.recard/demonstration');
const PORTRAIT = { kiosk: false, width: 1080, height: 1920 } as const;
const LANDSCAPE = { kiosk: false, width: 1280, height: 800 } as const;
/** The dock stands at the kiosk's right. */
const DOCK = { width: 440, height: 900 } as const;

interface Options {
  readonly json?: true;
  readonly folder: string;
  readonly mode: 'self-service' | 'desk';
  readonly headless?: true;
}

async function visitAlone({ folder, mode }: Options, stack: Stack, say: Say): Promise<boolean> {
  const window = mode === 'desk' ? LANDSCAPE : PORTRAIT;
  const screen = `${window.width + DOCK.width}x${Math.max(window.height, DOCK.height)}`;
  const display = await virtualDisplay(screen, stack);
  const shown =
    display === undefined ? 'headless Chromium: Xvfb is not installed' : `Xvfb, display ${display}`;
  say(
    'display',
    { kind: display === undefined ? 'headless' : 'xvfb' },
    `No display, so this runs on ${shown}.`,
  );
  const { kind } = resolveElectron();
  const runtime =
    kind === 'electron' ? "Electron's own runtime" : 'e2e/electron-double: there is no Electron runtime here';
  say('runtime', { kind }, `Kiosk: main process, preload and renderer on ${runtime}.`);
  const stage = await setStage({ folder, window, mode }, stack, say);
  const kiosk = await launch({
    userData: path.join(folder, 'user-data'),
    env: { RECARD_CONFIG: stage.configFile, ...(display === undefined ? {} : { DISPLAY: display }) },
    window: screen,
  });
  stack.defer(() => kiosk.stop());
  return demonstrateVisit(stage, kiosk, say);
}

async function playHere({ folder, mode }: Options, stack: Stack, say: Say): Promise<boolean> {
  const stage = await setStage({ folder, window: LANDSCAPE, mode }, stack, say);
  say(
    'kiosk',
    { configFile: stage.configFile },
    'Opening the kiosk and the dock of demonstration tokens. Close them, or press Ctrl+C, to end.',
  );
  const runtime = resolveElectron();
  const args = [...runtime.args, ROOT, `--user-data-dir=${path.join(folder, 'user-data')}`];
  const kiosk = spawn(runtime.path, args, {
    env: { ...process.env, RECARD_CONFIG: stage.configFile },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  stack.defer(() => kiosk.kill('SIGTERM'));
  const [code] = await once(kiosk, 'exit');
  return code === 0;
}

async function main(options: Options): Promise<void> {
  const say = createSay(options.json === true);
  const stack = new Stack();
  const stop = (): void => {
    void stack.close().then(() => process.exit(130));
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  try {
    const alone = options.headless === true || !ownDisplay();
    const right = await (alone ? visitAlone : playHere)(options, stack, say);
    process.exitCode = right ? 0 : 1;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    say('visit', { outcome: 'failed', detail }, `The demonstration did not come to its end: ${detail}`);
    process.exitCode = 1;
  } finally {
    await stack.close();
  }
}

await new Command('npm start --')
  .description('Recard with simulated tokens and its own servers on this machine')
  .option('--json', 'a JSON object a line')
  .option('--headless', 'carries the visit out by itself although there is a display')
  .option('--folder <path>', 'where the data of this run goes; emptied first', FOLDER)
  .addOption(
    new Option('--mode <mode>', 'who stands at the kiosk')
      .choices(['self-service', 'desk'])
      .default('self-service'),
  )
  .action(main)
  .parseAsync();
