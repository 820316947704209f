import { expect, test } from 'vitest';
import { fromHex } from '../shared/image/bytes.ts';
import { controlToken } from './control-client.ts';
import { InProcessToken } from './in-process.ts';
import { send, stateOf } from './testing/example.ts';
import { TokenProcess } from './testing/token-process.ts';
import { VpcdReader } from './testing/vpcd-reader.ts';

const SELECT = '00a4040c08f052454341524401';
const UID = 'ffca000000';
const phone = () => new InProcessToken(stateOf('harbour-phone'));

test('a phone is contactless and slow unless something else is asked for, a card takes no time', () => {
  expect(phone()).toMatchObject({ protocol: 'T=CL', token: { link: 'iso14443-106' } });
  expect(new InProcessToken(stateOf('harbour-phone'), { link: 'iso14443-424' }).token.link).toBe(
    'iso14443-424',
  );
  expect(new InProcessToken(stateOf('aurora-card')).token.link).toBe('none');
});

test('a tap of three commands answers three, and the fourth is too late', () => {
  const token = phone();
  token.insert({ commands: 3 });
  expect([SELECT, SELECT, SELECT, SELECT].map((command) => send(token, command))).toEqual([
    '9000',
    '9000',
    '9000',
    'removed',
  ]);
  expect(token.token.present).toBe(false);
});

test('a later tap begins anew, with another identifier, and one without a limit stays', () => {
  const token = phone();
  token.insert({ commands: 1 });
  const first = send(token, UID);
  expect(send(token, UID)).toBe('removed');
  token.insert({ commands: 2 });
  expect(send(token, UID)).not.toBe(first);
  token.token.remove();
  token.insert();
  for (let i = 0; i < 5; i++) expect(send(token, SELECT)).toBe('9000');
});

test('a tap ends by itself, and takes a command with it that is still being answered', async () => {
  const token = phone();
  token.token.arm({ type: 'delay', ms: 60_000 });
  token.insert({ ms: 20 });
  expect(await token.transmit(fromHex(SELECT))).toEqual({ kind: 'removed' });
  expect(token.token.present).toBe(false);
});

test('a tap that ended early does not end the next one', async () => {
  const token = phone();
  token.insert({ ms: 15 });
  token.token.remove();
  token.insert({ ms: 60_000 });
  const other = phone();
  const gone = new Promise<void>((resolve) => {
    other.token.onPresence(() => {
      if (!other.token.present) resolve();
    });
  });
  // Its time begins later and ends later than that of the tap that was broken off.
  other.insert({ ms: 20 });
  await gone;
  expect(token.token.present).toBe(true);
  token.token.remove();
});

test('a token process is tapped as it is told, and not twice at once', async () => {
  const reader = new VpcdReader();
  const port = await reader.listen();
  const process = new TokenProcess(stateOf('harbour-phone'));
  await process.start({ port });
  const tap = { do: 'tap', ms: 60_000, commands: 1 } as const;
  expect(await controlToken(process.control, tap)).toMatchObject({
    value: { present: true, kind: 'phone', link: 'iso14443-106' },
  });
  await reader.inserted;
  expect(await controlToken(process.control, tap)).toMatchObject({
    failure: { code: 'action-not-possible', detail: expect.stringContaining('tap is over') },
  });
  expect(await reader.ask(SELECT)).toBe('9000');
  expect(await reader.ask(SELECT)).toBe('removed');
  expect(await controlToken(process.control, { do: 'tap', ms: 20 })).toMatchObject({
    value: { present: true, presentations: 2 },
  });
  await reader.inserted;
  await reader.removed;
  await process.remove();
  await reader.close();
});
