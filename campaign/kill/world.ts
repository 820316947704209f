import { mkdirSync } from 'node:fs';
import { ShownCredentialSchema } from '../../src/server/host/admin-contract.ts';
import { IMAGE_OPERATIONS } from '../../src/server/images/service.ts';
import type { TrustedKeys } from '../../src/shared/image/envelope.ts';
import { Changes } from './changes.ts';
import type { Ground } from './ground.ts';
import { Kills } from './kills.ts';
import type { Victim } from './plan.ts';
import { Seat, type SeatOptions } from './seat.ts';
import { openServers, type Servers, type Topology } from './servers.ts';
import type { Trap } from './trap.ts';

type Mode = SeatOptions['setup']['mode'];

/** Two kiosks and the servers, in processes of their own, which are started again when they were killed. */
export class World {
  readonly topology: Topology;
  readonly changes = new Changes();
  readonly kills: Kills;
  readonly seats: Seat[] = [];
  keys: TrustedKeys = new Map();
  #servers: Servers | undefined;
  #seat: Seat | undefined;

  private constructor(topology: Topology) {
    this.topology = topology;
    const trapOf = (victim: Victim): Trap => {
      if (victim === 'host') return this.servers.host.trap;
      return victim === 'images' && this.servers.images !== null ? this.servers.images.trap : this.seat.trap;
    };
    const kill = (victim: Victim): Promise<boolean> => {
      if (victim === 'main') return this.seat.killMain();
      if (victim === 'card') return this.seat.killCard();
      return victim === 'host'
        ? this.servers.host.kill()
        : (this.servers.images?.kill() ?? Promise.resolve(false));
    };
    this.kills = new Kills({ trapOf, kill }, this.changes.tell);
  }

  static async open(topology: Topology, mode: Mode, folder: string, ground: Ground): Promise<World> {
    mkdirSync(folder, { recursive: true });
    const world = new World(topology);
    const { changes, kills } = world;
    const servers = await openServers(topology, { folder, ground, changes, kills });
    world.#servers = servers;
    const { host, url } = servers;
    const { keys } = IMAGE_OPERATIONS.keys.answer.parse(await host.call('GET', '/v1/keys'));
    const [key] = keys;
    if (key === undefined) throw new Error('The server signs no images');
    world.keys = new Map(
      keys.map(({ keyId, publicKey }) => [keyId, new Uint8Array(Buffer.from(publicKey, 'base64url'))]),
    );
    for (const kiosk of ['kill-a', 'kill-b']) {
      const made = await host.call('POST', '/v1/credentials', {
        role: mode === 'desk' ? 'desk' : 'kiosk',
        name: kiosk,
      });
      const { token: credential } = ShownCredentialSchema.parse(made);
      const seat = new Seat({
        folder,
        setup: { kiosk, mode, url, credential, key },
        library: ground.library,
        environment: ground.environment,
        changes,
        onApdu: async (at, when) => {
          if (at === world.#seat) await kills.at('apdu', when);
        },
        onEnd: (at) => {
          if (at === world.#seat) kills.ended('main');
        },
      });
      world.seats.push(seat);
    }
    return world;
  }

  get servers(): Servers {
    if (this.#servers === undefined) throw new Error('There are no servers yet');
    return this.#servers;
  }

  /** Where the token is, or was last. */
  get seat(): Seat {
    const seat = this.#seat ?? this.seats[0];
    if (seat === undefined) throw new Error('There is no kiosk yet');
    return seat;
  }

  set seat(seat: Seat) {
    this.#seat = seat;
  }

  /** The other kiosk. */
  get elsewhere(): Seat {
    return this.seats.find((seat) => seat !== this.seat) ?? this.seat;
  }

  async close(): Promise<void> {
    this.kills.end();
    await Promise.all(this.seats.map((seat) => seat.stop()));
    await this.#servers?.stop();
  }
}
