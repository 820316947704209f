import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import type { Target } from '../chromium/browser.ts';
import { codec, makeCodec } from '../serialise.ts';

/** The name of Electron's own isolated world. */
export const WORLD = 'Electron Isolated Context';

const PARAMETERS = ['require', 'module', 'exports', 'process'];

export interface PreloadOptions {
  readonly file: string;
  readonly additionalArguments: readonly string[];
}

/** A script of page/: its only export is a function, of which the page gets the text. */
function functionIn(name: string): string {
  const text = fs.readFileSync(path.join(import.meta.dirname, '../page', name), 'utf8');
  const declaration = text.indexOf('export function ');
  return text.slice(declaration + 'export '.length);
}

function processInfo(additionalArguments: readonly string[], chrome: string): object {
  const { platform, arch, versions } = process;
  return {
    platform,
    arch,
    type: 'renderer',
    sandboxed: true,
    contextIsolated: true,
    env: {},
    argv: [process.execPath, ...additionalArguments],
    versions: { node: versions.node, electron: versions.electron, chrome, v8: versions.v8 },
  };
}

/** The preload's text, or the reason why it cannot run. A syntax error would take the whole injected script along. */
function readPreload(file: string): { text: string } | { error: Error } {
  try {
    const text = fs.readFileSync(file, 'utf8');
    vm.compileFunction(text, PARAMETERS, { filename: file });
    return { text };
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
}

/**
 * Has a preload run in an isolated world of each document, before the page's own scripts, with the bridge
 * between the two worlds. `onMessage` gets what the isolated world sends, with its context's id.
 */
export async function injectPreload(
  { session }: Target,
  chrome: string,
  { file, additionalArguments }: PreloadOptions,
  onMessage: (message: unknown, context: number) => void,
): Promise<void> {
  const preload = readPreload(file);
  if ('error' in preload) {
    const { message, stack = message } = preload.error;
    onMessage({ kind: 'preload-error', message, stack }, 0);
    return;
  }
  const nonce = `electron-double-${randomBytes(12).toString('hex')}-`;
  const binding = `electronDouble_${randomBytes(8).toString('hex')}`;
  session.on('Runtime.bindingCalled', ({ name, payload, executionContextId }) => {
    if (name === binding) onMessage(codec.decode(payload), executionContextId);
  });
  const peer = (world: string): string => `(${functionIn('peer.js')})(${JSON.stringify(nonce)}, '${world}')`;
  const source = `(${functionIn('isolated-world.js')})({
    processInfo: ${JSON.stringify(processInfo(additionalArguments, chrome))},
    post: globalThis[${JSON.stringify(binding)}],
    peer: ${peer('preload')},
    codec: (${makeCodec})(),
    preload(${PARAMETERS.join(', ')}) {
${preload.text}
    },
  });`;
  await Promise.all([
    session.send('Runtime.enable'),
    session.send('Runtime.addBinding', { name: binding, executionContextName: WORLD }),
    session.send('Page.addScriptToEvaluateOnNewDocument', { source: `${peer('page')};` }),
    session.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: WORLD }),
  ]);
}
