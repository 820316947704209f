import { expect, test } from 'vitest';
import { toHex } from '../../shared/image/bytes.ts';
import { LINK_NAMES } from '../link/models.ts';
import { stateOf } from '../testing/example.ts';
import { answerToReset } from './atr.ts';
import { PROTOCOLS } from './protocol.ts';

const extended = stateOf('aurora-card').layout;
const short = stateOf('linden-small-card').layout;

test.each([
  ['T=1', 'none', '3b8c8131fe458073f621406652454341524486'],
  ['T=1', 't1-97-5.0', '3b9c978131fe458073f621406652454341524401'],
  ['T=0', 't0-11-3.58', '3b0c8073f6210066524543415244'],
  ['T=0', 't0-97-5.0', '3b1c978073f6210066524543415244'],
  ['T=CL', 'iso14443-106', '3b8c80018073f62140665245434152440c'],
] as const)('%s on %s answers a reset as ISO 7816-3 and PC/SC part 3 have it', (protocol, link, atr) => {
  expect(toHex(answerToReset(protocol, link, extended))).toBe(atr);
});

test('every answer has as many historical bytes as T0 says and a check byte that holds', () => {
  for (const protocol of PROTOCOLS)
    for (const link of LINK_NAMES)
      for (const limits of [extended, short]) {
        const atr = answerToReset(protocol, link, limits);
        const historical = atr.indexOf(0x80, protocol === 'T=CL' ? 3 : 2);
        const check = protocol === 'T=0' ? 0 : 1;
        expect(atr.length - historical - check).toBe((atr[1] ?? 0) & 0x0f);
        if (check === 1) expect(atr.slice(1).reduce((sum, byte) => sum ^ byte, 0)).toBe(0);
      }
});

test('only a token that takes it announces extended length', () => {
  expect(toHex(answerToReset('T=1', 'none', extended))).toContain('73f62140');
  expect(toHex(answerToReset('T=1', 'none', short))).toContain('73f62100');
});
