import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { resolveElectron } from '../scripts/electron.ts';
import { expect, test } from './world/test.ts';

const APPLICATION = path.resolve(import.meta.dirname, '..');

/** Starts the application with this configuration file and waits for its end. */
async function runWith(folder: string, file: string) {
  const { path: program, args } = resolveElectron();
  const data = `--user-data-dir=${path.join(folder, 'data')}`;
  const child = spawn(program, [...args, APPLICATION, data, `--config=${file}`]);
  const [output, complaints] = [text(child.stdout), text(child.stderr)];
  const [code]: unknown[] = await once(child, 'close');
  return { code, output: await output, complaints: await complaints };
}

const GOOD = {
  kiosk: { id: 'harbour-square-1', branch: 'Harbour Square' },
  host: { url: 'https://host.example', credential: 'a-credential-of-a-kiosk' },
  trust: { keys: [{ keyId: 'img-1', publicKey: 'A'.repeat(43) }] },
  data: { directory: '/var/lib/recard' },
};

const MISTAKES = [
  ['an id with capitals', { kiosk: { ...GOOD.kiosk, id: 'Harbour Square' } }, 'kiosk.id'],
  ['no trusted key', { trust: { keys: [] } }, 'trust.keys'],
  ['an address that is none', { host: { ...GOOD.host, url: 'host.example' } }, 'host.url'],
  ['an entry that there is not', { staff: { pim: '4417' } }, 'pim'],
] as const;

for (const [mistake, part, entry] of MISTAKES)
  test(`a configuration with ${mistake} ends with 78 and names the entry`, async () => {
    const testInfo = test.info();
    const file = testInfo.outputPath('kiosk.json');
    writeFileSync(file, JSON.stringify({ ...GOOD, ...part }));
    const { code, output, complaints } = await runWith(testInfo.outputDir, file);
    expect(code).toBe(78);
    for (const said of [output, complaints]) {
      expect(said).toContain(file);
      expect(said).toContain(entry);
    }
  });

test('a configuration that is not there ends with 78 and says where it was looked for', async () => {
  const testInfo = test.info();
  const file = testInfo.outputPath('nowhere.json');
  const { code, complaints } = await runWith(testInfo.outputDir, file);
  expect(code).toBe(78);
  expect(complaints).toContain(file);
});
