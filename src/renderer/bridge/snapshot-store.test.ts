import fc from 'fast-check';
import { expect, test } from 'vitest';
import { failure } from '../../shared/contract/failure.ts';
import { fail, ok } from '../../shared/contract/result.ts';
import type { Snapshot } from '../../shared/visit/snapshot.ts';
import { sampleBridge } from '../gallery/sample-bridge.ts';
import { createSnapshotStore } from './snapshot-store.ts';

const attract = { screen: 'attract' } as const;

/** A bridge whose window has heard nothing yet, and the way to publish any snapshot. */
function silentBridge() {
  const sample = sampleBridge(attract, {});
  let publish: (snapshot: Snapshot) => void = () => undefined;
  const bridge = {
    ...sample,
    snapshot: () => new Promise<never>(() => undefined),
    onSnapshot: (listener: (snapshot: Snapshot) => void) => {
      publish = listener;
      return () => undefined;
    },
  };
  return { bridge, sample, publish: (snapshot: Snapshot) => publish(snapshot) };
}

test('only a higher revision changes what is shown', async () => {
  const first = await sampleBridge(attract, {}).snapshot();
  if (!first.ok) throw new Error('the sample bridge has a snapshot');
  fc.assert(
    fc.property(fc.array(fc.nat(20), { minLength: 1 }), (revisions) => {
      const { bridge, publish } = silentBridge();
      const store = createSnapshotStore(bridge, () => 0);
      store.start();
      let changes = 0;
      store.subscribe(() => {
        changes += 1;
      });
      for (const revision of revisions) publish({ ...first.value, revision });
      const shown = store.current();
      expect(shown.state === 'live' && shown.received.snapshot.revision).toBe(Math.max(...revisions));
      const rises = revisions.filter((revision, index) =>
        revisions.slice(0, index).every((r) => r < revision),
      );
      expect(changes).toBe(rises.length);
    }),
  );
});

test('a window without a bridge says so instead of waiting', () => {
  expect(createSnapshotStore(null, () => 0).current()).toMatchObject({
    state: 'lost',
    failure: { code: 'internal-error' },
  });
});

test('a first call that fails is trouble, but not for a window that has heard since', async () => {
  const refused = fail(failure('internal-error', 'main is not there'));
  const lost = createSnapshotStore({ ...sampleBridge(attract, {}), snapshot: async () => refused }, () => 0);
  const told = new Promise<void>((resolve) => lost.subscribe(resolve));
  lost.start();
  await told;
  expect(lost.current().state).toBe('lost');

  const bridge = sampleBridge(attract, {});
  const readied = Promise.withResolvers<void>();
  const live = createSnapshotStore(
    {
      ...bridge,
      snapshot: async () => refused,
      ready: async () => {
        readied.resolve();
        return ok(null);
      },
    },
    () => 0,
  );
  live.start();
  bridge.show({ screen: 'reading', token: null });
  await readied.promise;
  expect(live.current()).toMatchObject({
    state: 'live',
    received: { snapshot: { screen: { screen: 'reading' } } },
  });
});
