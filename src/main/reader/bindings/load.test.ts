import { expect, test } from 'vitest';
import type { Binding } from './binding.ts';
import { loadBinding } from './load.ts';
import { loadPcscMini } from './pcsc-mini.ts';
import { loadPcsclite } from './pcsclite.ts';

/** What a native module built for another Node does: loading it is refused. */
async function notLoadable(): Promise<Binding> {
  process.dlopen({ exports: {} }, import.meta.filename);
  throw new Error('a TypeScript file was loaded as a native module');
}

test('pcsclite comes first', async () => {
  const loaded = await loadBinding('auto');
  expect(loaded).toMatchObject({ ok: true, value: { binding: { name: 'pcsclite' } } });
  expect(loaded.ok && loaded.value.instead).toBeUndefined();
});

test('pcsc-mini takes its place where it cannot be loaded, and says why', async () => {
  const loaded = await loadBinding('auto', { pcsclite: notLoadable, 'pcsc-mini': loadPcscMini });
  expect(loaded).toMatchObject({
    ok: true,
    value: { binding: { name: 'pcsc-mini' }, instead: expect.stringContaining('load.test.ts') },
  });
});

test('a binding chosen by name has no substitute', async () => {
  const loaders = { pcsclite: notLoadable, 'pcsc-mini': loadPcscMini };
  expect(await loadBinding('pcsclite', loaders)).toMatchObject({ failure: { code: 'binding-unavailable' } });
  const other = await loadBinding('pcsc-mini', { pcsclite: loadPcsclite, 'pcsc-mini': loadPcscMini });
  expect(other).toMatchObject({ ok: true, value: { binding: { name: 'pcsc-mini' } } });
});

test('with neither there is no binding, for the reasons of both', async () => {
  const loaded = await loadBinding('auto', { pcsclite: notLoadable, 'pcsc-mini': notLoadable });
  expect(loaded).toMatchObject({ failure: { code: 'binding-unavailable', retry: 'never' } });
  expect(loaded.ok ? '' : loaded.failure.detail).toMatch(/pcsclite: .*pcsc-mini: /s);
});
