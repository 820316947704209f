import { expect, test } from 'vitest';
import { limitsOf, shortLimitsOf } from './limits.ts';

const limits = (maxCommandData: number, maxResponseData: number, protocol: 'T=0' | 'T=1' | 'T=CL') => {
  const { write, read } = limitsOf({ maxCommandData, maxResponseData }, protocol);
  return [write, read];
};

test('short commands stay within what the protocol carries in one block', () => {
  expect(limits(255, 256, 'T=0')).toEqual([255, 256]);
  expect(limits(255, 256, 'T=1')).toEqual([249, 252]);
  expect(limits(255, 256, 'T=CL')).toEqual([255, 256]);
});

test('what the token declares is never exceeded', () => {
  expect(limits(64, 100, 'T=0')).toEqual([64, 100]);
  expect(limits(64, 100, 'T=1')).toEqual([64, 100]);
  expect(limits(300, 400, 'T=CL')).toEqual([300, 400]);
});

test('extended length is used where the token has it and the protocol can carry it', () => {
  expect(limits(65_535, 65_535, 'T=1')).toEqual([1024, 1024]);
  expect(limits(2048, 2048, 'T=CL')).toEqual([1024, 1024]);
  expect(limits(65_535, 65_535, 'T=0')).toEqual([255, 256]);
});

test('short commands can be had on their own', () => {
  const declared = { maxCommandData: 2048, maxResponseData: 2048 };
  expect(shortLimitsOf(declared, 'T=1')).toEqual({ write: 249, read: 252 });
  expect(shortLimitsOf(declared, 'T=CL')).toEqual({ write: 255, read: 256 });
  expect(shortLimitsOf({ maxCommandData: 100, maxResponseData: 90 }, 'T=1')).toEqual({
    write: 100,
    read: 90,
  });
});
