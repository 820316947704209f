import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { beforeAll, beforeEach, onTestFinished, vi } from 'vitest';
import { type Launched, type LaunchOptions, launch } from '../launch.ts';

/** The fixture application while it runs. */
export interface Fixture extends Launched {
  readonly main: Page;
  readonly userData: string;
  /** Evaluates an expression in the page. */
  run(expression: string): Promise<unknown>;
  dispose(): Promise<void>;
}

/** The processes whose command line names `text`. */
export function processesNaming(text: string): string[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.includes(text));
}

async function start(options: Partial<LaunchOptions>): Promise<Fixture> {
  const userData = options.userData ?? fs.mkdtempSync(path.join(os.tmpdir(), 'electron-double-'));
  const launched = await launch({
    entry: path.join(import.meta.dirname, 'fixture'),
    userData,
    window: '800x1000',
    ...options,
  });
  const main = await launched.page('index.html');
  await launched.said('loaded');
  return {
    ...launched,
    main,
    userData,
    run: (expression) => main.evaluate(expression),
    async dispose() {
      await launched.stop();
      // The browser of a killed application still writes until it has ended.
      await vi.waitUntil(() => processesNaming(userData).length === 0, { timeout: 30_000 });
      fs.rmSync(userData, { recursive: true, force: true });
    },
  };
}

/** The application for one test, ended with it. */
export async function startFixture(options: Partial<LaunchOptions> = {}): Promise<Fixture> {
  const fixture = await start(options);
  onTestFinished(() => fixture.dispose());
  return fixture;
}

/** One application for all tests of a file, with its page loaded anew for each of them. */
export function sharedFixture(): () => Fixture {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await start({});
    return () => fixture.dispose();
  });
  beforeEach(async () => {
    await fixture.main.reload();
  });
  return () => fixture;
}
