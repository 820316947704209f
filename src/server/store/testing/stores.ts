import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { openStore, type StoreConfig } from '../open.ts';
import type { Store } from '../store.ts';
import { startCluster } from './postgres.ts';

export interface Databases {
  /** An empty database of its own. */
  fresh(): Promise<StoreConfig>;
  /** An empty store of its own, closed after the tests. */
  open(): Promise<Store>;
}

/** Runs the same tests on SQLite and on PostgreSQL. */
export function onBothDatabases(name: string, tests: (databases: Databases) => void): void {
  describe(`${name}, on SQLite`, () => {
    let folder = '';
    let made = 0;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'recard-store-'));
    });
    tests(
      closing(async () => {
        made += 1;
        return { sqlite: join(folder, `${made}.db`) };
      }),
    );
    afterAll(() => rm(folder, { recursive: true, force: true }));
  });
  describe(`${name}, on PostgreSQL`, () => {
    let cluster: Awaited<ReturnType<typeof startCluster>> | undefined;
    beforeAll(async () => {
      cluster = await startCluster();
    });
    // Registered before the tests' own clean-up and thus run after it: stores close before their server ends.
    afterAll(() => cluster?.stop());
    tests(
      closing(async () => {
        if (cluster === undefined) throw new Error('The cluster has not been started.');
        return { postgres: await cluster.database() };
      }),
    );
  });
}

function closing(fresh: Databases['fresh']): Databases {
  const opened: Store[] = [];
  afterAll(async () => {
    await Promise.all(opened.map((store) => store.close()));
  });
  return {
    fresh,
    async open() {
      const store = await openStore(await fresh());
      opened.push(store);
      return store;
    },
  };
}
