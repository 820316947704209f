import { expect, test } from 'vitest';
import { figure, notRun, table } from './figures.ts';

const base = { suite: 's', case: 'c', metric: 'm', unit: 'count' } as const;

test('a bar holds up to the bar itself, on the side that is better', () => {
  expect(figure({ ...base, value: 4, bar: 4, better: 'lower' }).holds).toBe(true);
  expect(figure({ ...base, value: 5, bar: 4, better: 'lower' }).holds).toBe(false);
  expect(figure({ ...base, value: 4, bar: 4, better: 'higher' }).holds).toBe(true);
  expect(figure({ ...base, value: 3, bar: 4, better: 'higher' }).holds).toBe(false);
});

test('without a bar there is nothing to hold', () => {
  expect(figure({ ...base, value: 4, better: 'lower' })).toMatchObject({ bar: null, holds: null });
});

test('a line of JSON has the agreed keys', () => {
  const line = JSON.parse(JSON.stringify(figure({ ...base, value: 3, bar: 4, better: 'lower' })));
  expect(line).toEqual({ ...base, value: 3, bar: 4, better: 'lower', holds: true });
});

test('a case that could not run says why, with no value', () => {
  const missing = notRun({ ...base, bar: 4, better: 'lower' }, 'pcscd is not installed');
  expect(missing).toMatchObject({ value: null, holds: null, why: 'pcscd is not installed' });
  expect(table([missing])).toContain('not run');
  expect(table([missing])).toContain('pcscd is not installed');
});

test('a table has one line per figure and shows what fails', () => {
  const lines = table([
    figure({ ...base, value: 0.5, bar: 0.95, better: 'higher' }),
    figure({ ...base, value: 12, better: 'lower' }),
  ]).split('\n');
  expect(lines).toHaveLength(3);
  expect(lines[1]).toMatch(/0\.500 {2}count {2}≥ 0\.950 {2}FAILS$/);
});
