import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Stack } from '../../scripts/demonstration/stack.ts';
import { lockVirtualReader } from '../../scripts/pcscd/lock.ts';
import { ensurePcscd, pcscdObstacle } from '../../scripts/pcscd/service.ts';
import { KIOSK_ID, writeKioskConfig } from '../../scripts/world/kiosk-config.ts';
import { type ServerProcess, startServerProcess } from '../../scripts/world/server.ts';
import {
  type HandledToken,
  launchHandled,
  makeDemoTokens,
  must,
  type TokenFile,
} from '../../scripts/world/tokens.ts';
import { openReaders } from '../../src/cli/reader.ts';
import { loadConfig } from '../../src/main/config/load.ts';
import { assembleKiosk, type Kiosk } from '../../src/main/kiosk.ts';
import { TimedReader } from './timed-reader.ts';

/** Servers in a process of their own, and a kiosk without its window in this process. */
export interface Branch {
  readonly server: ServerProcess;
  readonly reader: TimedReader;
  readonly kiosk: Kiosk;
  readonly tokens: readonly TokenFile[];
}

/** Takes the virtual reader for this process, and pcscd. Returns what to do when it cannot be had. */
export async function takePcscd(stack: Stack): Promise<string | undefined> {
  const obstacle = await pcscdObstacle();
  if (obstacle !== undefined) return obstacle;
  stack.defer(await lockVirtualReader());
  try {
    const pcscd = await ensurePcscd();
    stack.defer(() => pcscd.stop());
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Starts all of it; `stack` ends it. */
export async function openBranch(stack: Stack): Promise<Branch> {
  const folder = mkdtempSync(path.join(tmpdir(), 'recard-bench-'));
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  const server = await startServerProcess(path.join(folder, 'server'), KIOSK_ID);
  stack.defer(() => server.stop());
  const tokens = await makeDemoTokens(server.imageKeyFile, path.join(folder, 'tokens'));
  const loaded = must(loadConfig(writeKioskConfig(folder, server)));
  const reader = new TimedReader(openReaders(loaded.config.reader.binding));
  const kiosk = must(assembleKiosk({ loaded, reader, log: () => {} }));
  stack.defer(() => kiosk.stop());
  return { server, reader, kiosk, tokens };
}

/** One of the demonstration's tokens in a process of its own, on a link that takes no time. */
export async function holdToken({ tokens }: Branch, id: string, stack: Stack): Promise<HandledToken> {
  const token = tokens.find((candidate) => candidate.id === id);
  if (token === undefined) throw new Error(`The demonstration has no token ${id}`);
  const held = await launchHandled(token, { link: 'none' });
  stack.defer(() => held.end('SIGTERM'));
  return held;
}
