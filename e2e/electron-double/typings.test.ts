import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { expect, test } from 'vitest';

const typings = fs.readFileSync(createRequire(import.meta.url).resolve('electron/electron.d.ts'), 'utf8');

/** The sources that declare which events an object of Electron's has, and its name in the typings. */
const DECLARED = [
  ['app/app.ts', 'interface App '],
  ['window/browser-window.ts', 'class BrowserWindow '],
  ['contents/web-contents.ts', 'class WebContents '],
  ['utility-process.ts', 'class UtilityProcess '],
  ['screen.ts', 'interface Screen '],
  ['power.ts', 'interface PowerMonitor '],
] as const;

function eventsInTypings(declaration: string): string[] {
  const start = typings.indexOf(`  ${declaration}`);
  const body = typings.slice(start, typings.indexOf('\n  }\n', start));
  return [...body.matchAll(/ on\(event: '([^']+)'/g)].map(([, event]) => event ?? '');
}

function eventsInSource(file: string): string[] {
  const source = fs.readFileSync(path.join(import.meta.dirname, file), 'utf8');
  const [, list = ''] = /const EVENTS = \[([^\]]*)\]/.exec(source) ?? [];
  return [...list.matchAll(/'([^']+)'/g)].map(([, event]) => event ?? '');
}

test.each(DECLARED)('every event that %s knows is one of Electron’s', (file, declaration) => {
  const events = eventsInSource(file);
  expect(events.length).toBeGreaterThan(0);
  expect(eventsInTypings(declaration)).toEqual(expect.arrayContaining(events));
});
