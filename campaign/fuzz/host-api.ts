import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { sql } from 'kysely';
import { openStore } from '../../src/server/store/open.ts';
import type { Store } from '../../src/server/store/store.ts';
import { type HostKit, hostKit } from '../../src/server/testing/kit.ts';
import { ProblemSchema } from '../../src/shared/contract/host.ts';
import type { Random } from '../random.ts';
import { type HostRequest, hostRequests } from './host-requests.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { mutateTree } from './mutate-tree.ts';
import { Harmed, type Surface, type Verdict } from './surface.ts';

/** After so many requests the host begins anew with one token, so that what was accepted does not pile up. */
const RENEWED_AFTER = 100;
const SLOW_MS = 5_000;

/** Not the framework's words, nor those of Node's parser. */
const OwnWordsSchema = ProblemSchema.refine(({ error }) => /^[a-z-]+$/.test(error));

interface Host {
  readonly kit: HostKit;
  readonly port: string;
  readonly agent: Agent;
  readonly store: Store;
  readonly requests: readonly HostRequest[];
  readonly credentials: Readonly<Record<HostRequest['as'], string>>;
}

async function openHost(): Promise<Host> {
  const store = await openStore({ sqlite: ':memory:' });
  const kit = await hostKit(store);
  const requests = await hostRequests(kit);
  const { port } = new URL(await kit.app.listen({ host: '127.0.0.1', port: 0 }));
  const credentials = {
    admin: await kit.credential('admin', 'fuzz'),
    // A desk may ask all that a kiosk may, and more.
    kiosk: await kit.credential('desk', 'kiosk-1'),
  };
  return { kit, store, port, agent: new Agent({ keepAlive: true }), requests, credentials };
}

/** Everything that is stored, but the counter by which a token's row is locked. */
async function contents({ db }: Store): Promise<string> {
  const tables = await sql<{ name: string }>`
    select name from sqlite_master where type = 'table' order by name`.execute(db);
  const rows: unknown[] = [];
  for (const { name } of tables.rows)
    rows.push(name, (await sql<Record<string, unknown>>`select * from ${sql.table(name)}`.execute(db)).rows);
  return JSON.stringify(rows, (key, value: unknown) => (key === 'revision' ? undefined : value));
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const ENCODER = new TextEncoder();

function mutateUrl(random: Random, url: string): string {
  if (random.chance(0.8)) return url;
  const mutated = latin1(mutateBytes(random, ENCODER.encode(url)));
  // What no HTTP client can send is not the host's business.
  return `/${mutated.replaceAll(/[^\x21-\x7e]/g, '%00').slice(1)}`;
}

function mutateBody(random: Random, body: unknown): string | undefined {
  if (body === undefined) return random.chance(0.2) ? '{}' : undefined;
  const json = JSON.stringify(mutateTree(random, body)) ?? '';
  return random.chance(0.15) && json !== '' ? latin1(mutateBytes(random, ENCODER.encode(json))) : json;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Node's own client sends whatever path it is given: one that checks it would keep the worst of them from the host. */
function exchange(
  { port, agent }: Host,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string | undefined,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port, agent, method, path, headers }, (answer) => {
      text(answer).then((said) => resolve({ status: answer.statusCode ?? 0, body: said }), reject);
    });
    asking.once('error', reject).end(body);
  });
}

async function send(host: Host, random: Random) {
  const { as, method, url, body } = random.pick(host.requests);
  const payload = mutateBody(random, body);
  const token = random.chance(0.03) ? latin1(random.bytes(20)).replaceAll(/[^\x21-\x7e]/g, 'x') : undefined;
  const path = mutateUrl(random, url);
  const headers = {
    authorization: `Bearer ${token ?? host.credentials[as]}`,
    ...(payload === undefined
      ? {}
      : {
          'content-type': random.chance(0.95) ? 'application/json' : 'text/plain',
          // Node says so by itself only for methods that usually have a body.
          'content-length': String(Buffer.byteLength(payload)),
        }),
  };
  return { ...(await exchange(host, method, path, headers, payload)), what: `${method} ${path}` };
}

async function check(host: Host, random: Random): Promise<Verdict> {
  const before = await contents(host.store);
  const begun = performance.now();
  const { status, body, what } = await send(host, random);
  if (performance.now() - begun > SLOW_MS) throw new Harmed('hangs', `${what} took more than ${SLOW_MS} ms`);
  if (status >= 500) throw new Harmed('crashes', `${what} is answered ${status}`);
  if (status < 300) return 'accepted';
  if (!OwnWordsSchema.safeParse(JSON.parse(body)).success)
    throw new Harmed(
      'wrong-answers',
      `${what} is answered ${status} without a problem: ${body.slice(0, 80)}`,
    );
  if ((await contents(host.store)) !== before)
    throw new Harmed('effects', `${what} was refused with ${status} and had an effect`);
  return 'refused';
}

/** Requests to the host, through HTTP's own path: body, address, media type and credential. */
export const hostApi: Surface = {
  name: 'host-api',
  share: 20,
  open: async () => {
    let host = await openHost();
    let requests = 0;
    const close = async (): Promise<void> => {
      host.agent.destroy();
      await host.kit.app.close();
      await host.store.close();
    };
    return {
      input: async (random) => {
        if (++requests % RENEWED_AFTER === 0) {
          await close();
          host = await openHost();
        }
        return check(host, random);
      },
      close,
    };
  },
};
