import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { onTestFinished } from 'vitest';
import { type Launched, type LaunchOptions, launch } from '../launch.ts';

/** The fixture application, started for one test and ended with it. */
export interface Fixture extends Launched {
  readonly main: Page;
  readonly userData: string;
  /** Evaluates an expression in the page. */
  run(expression: string): Promise<unknown>;
}

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'electron-double-'));
  // A killed browser may still be writing for a moment.
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true, maxRetries: 30, retryDelay: 100 }));
  return folder;
}

export async function startFixture(options: Partial<LaunchOptions> = {}): Promise<Fixture> {
  const userData = options.userData ?? temporaryFolder();
  const launched = await launch({
    entry: path.join(import.meta.dirname, 'fixture'),
    userData,
    window: '800x1000',
    ...options,
  });
  onTestFinished(async () => {
    await launched.kill();
  });
  const main = await launched.page('index.html');
  await launched.said('loaded');
  return { ...launched, main, userData, run: (expression) => main.evaluate(expression) };
}
