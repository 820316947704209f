import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { callStaff } from './staff-call.ts';

const KIOSK = { kiosk: 'kiosk-1', branch: 'Harbour Square' };
const CALL = { reference: '4F2A1C', screen: 'attract' };

async function branch(answer: http.RequestListener): Promise<string> {
  const server = http.createServer(answer).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise((ready) => server.once('listening', ready));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/call`;
}

test('a call is taken when the branch says so, and tells who calls from where', async () => {
  let heard = '';
  const url = await branch((request, response) => {
    request.setEncoding('utf8').on('data', (part: string) => {
      heard += part;
    });
    request.on('end', () => response.writeHead(204).end());
  });
  expect(await callStaff({ ...KIOSK, url }, CALL)).toBeNull();
  expect(JSON.parse(heard)).toEqual({
    ...KIOSK,
    ...CALL,
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    text: 'Harbour Square (kiosk-1): somebody asks for staff, number 4F2A1C',
  });
});

test.each([
  ['nobody is configured', undefined],
  ['nobody listens', async () => 'http://127.0.0.1:9/'],
  ['a refusal', () => branch((_, response) => response.writeHead(404).end())],
  [
    'a page of a portal',
    () => branch((_, response) => response.writeHead(302, { location: '/login' }).end()),
  ],
  ['no answer', () => branch(() => undefined)],
  [
    'an endless answer',
    () =>
      branch((_, response) => {
        const more = () => {
          while (response.write(Buffer.alloc(65_536)));
          response.once('drain', more);
        };
        more();
      }),
  ],
])('nobody is said to know of it: %s', async (_, at) => {
  expect(await callStaff({ ...KIOSK, url: await at?.() }, CALL)).toEqual(expect.any(String));
});
