import path from 'node:path';
import { ShownCredentialSchema } from '../../src/server/host/admin-contract.ts';
import type { Changes } from './changes.ts';
import type { Ground } from './ground.ts';
import type { Kills } from './kills.ts';
import { Relay } from './relay.ts';
import { ServerSeat } from './server-seat.ts';
import { Trap } from './trap.ts';

/** How the servers run: both in one process, or each in its own, on SQLite or on PostgreSQL. */
export const TOPOLOGIES = ['embedded', 'split', 'postgres'] as const;
export type Topology = (typeof TOPOLOGIES)[number];

/** For so long a kiosk that fell silent keeps others from its token; a branch gives it half a minute. */
export const LEASE_MS = 1_000;

export interface Servers {
  readonly host: ServerSeat;
  /** `null` where it is in the host's process. */
  readonly images: ServerSeat | null;
  /** What kiosks are told. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

interface Opening {
  readonly folder: string;
  readonly ground: Ground;
  readonly changes: Changes;
  readonly kills: Kills;
}

type Environment = Readonly<Record<string, string>>;

function serverSeat(
  { folder, ground, changes, kills }: Opening,
  name: 'host' | 'images',
  args: readonly string[],
  environment: Environment = {},
): Promise<ServerSeat> {
  const trap = new Trap(path.join(folder, `${name}.trap`));
  return ServerSeat.open({
    name,
    args: ['--data', path.join(folder, name), ...args],
    environment: { ...ground.environment, ...trap.environment(ground.library), ...environment },
    trap,
    changes,
    onEnd: () => kills.ended(name),
  });
}

const databaseOf = async (topology: Topology, { ground }: Opening): Promise<Environment> =>
  topology === 'postgres' ? { RECARD_SERVER_DATABASE: await (await ground.cluster()).database() } : {};

async function openImages(topology: Topology, opening: Opening) {
  const { kills } = opening;
  const images = await serverSeat(
    opening,
    'images',
    ['--role', 'images'],
    await databaseOf(topology, opening),
  );
  const relay = await Relay.open(
    () => images.url,
    (when) => kills.at('images-request', when),
  );
  const made = await images.call('POST', '/v1/credentials', { role: 'service', name: 'host' });
  const environment = {
    RECARD_SERVER_ROLE: 'host',
    RECARD_SERVER_IMAGES_URL: relay.url,
    RECARD_SERVER_IMAGES_TOKEN: ShownCredentialSchema.parse(made).token,
    ...(await databaseOf(topology, opening)),
  };
  return { images, relay, environment };
}

/** Starts the servers, each behind a relay. */
export async function openServers(topology: Topology, opening: Opening): Promise<Servers> {
  const { kills } = opening;
  const split = topology === 'embedded' ? null : await openImages(topology, opening);
  const host = await serverSeat(opening, 'host', [], {
    RECARD_SERVER_OPEN_VISIT_SECONDS: `${LEASE_MS / 1000}`,
    ...split?.environment,
  });
  const relay = await Relay.open(
    () => host.url,
    (when) => kills.at('request', when),
  );
  return {
    host,
    images: split?.images ?? null,
    url: relay.url,
    stop: async () => {
      relay.close();
      split?.relay.close();
      await Promise.all([host.stop(), split?.images.stop()]);
    },
  };
}
