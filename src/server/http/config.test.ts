import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError, loadConfig } from './config.ts';

const fileWith = async (text: string) => {
  const path = join(await mkdtemp(join(tmpdir(), 'recard-config-')), 'server.json');
  await writeFile(path, text);
  return path;
};

test('the caller goes before the environment, the environment before the file, the file before the defaults', async () => {
  const file = await fileWith('{"data":"/file","port":1,"listen":"0.0.0.0"}');
  const environment = {
    RECARD_SERVER_DATA: '/environment',
    RECARD_SERVER_PORT: '2',
    RECARD_SERVER_LOG: 'true',
  };
  expect(loadConfig({ data: '/caller' }, file, environment)).toMatchObject({
    data: '/caller',
    port: 2,
    listen: '0.0.0.0',
    log: true,
    role: 'embedded',
    openVisitSeconds: 30,
  });
});

test.each([
  [{}, 'data (RECARD_SERVER_DATA)'],
  [{ data: 'x', port: 'http' }, 'port (RECARD_SERVER_PORT)'],
  [{ data: 'x', colour: 'red' }, 'colour'],
  [{ data: 'x', database: 'mysql://x' }, 'database (RECARD_SERVER_DATABASE)'],
  [{ data: 'x', role: 'host', imagesUrl: 'http://127.0.0.1:1' }, 'imagesToken'],
])('%j is refused, and the message names the setting', (settings, name) => {
  expect(() => loadConfig(settings, undefined, {})).toThrow(ConfigError);
  expect(() => loadConfig(settings, undefined, {})).toThrow(name);
});

test('a file that is missing or no object is refused by its name', async () => {
  expect(() => loadConfig({}, '/nowhere/server.json', {})).toThrow('/nowhere/server.json does not exist');
  const file = await fileWith('[1,');
  expect(() => loadConfig({}, file, {})).toThrow(`${file} is not a JSON object`);
});
