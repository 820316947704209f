import { describe, expect, test } from 'vitest';
import { type Databases, onBothDatabases } from '../store/testing/stores.ts';
import { type HostKit, hostKit } from '../testing/kit.ts';
import { IMAGE_CASES } from '../testing/repeats/image-cases.ts';
import { KIOSK_CASES } from '../testing/repeats/kiosk-cases.ts';
import { meaningOf, withoutLots } from '../testing/repeats/meaning.ts';
import { CREDENTIAL_CASES, OFFICE_CASES } from '../testing/repeats/office-cases.ts';
import { changingRoutes, listening, type RepeatCase, type World } from '../testing/repeats/world.ts';
import { buildImagesApp } from './images-app.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const hostApp = ({ app, admin }: HostKit) => ({ app, token: async () => admin });
const imagesApp = ({ store, images, clock, credential }: HostKit) => ({
  app: buildImagesApp({ store, images: () => images, now: () => clock.now }),
  token: () => credential('service', 'host'),
});
const SERVERS = [
  {
    server: 'the remote server',
    appOf: hostApp,
    cases: [...KIOSK_CASES, ...OFFICE_CASES, ...CREDENTIAL_CASES],
  },
  { server: 'the card image server', appOf: imagesApp, cases: [...IMAGE_CASES, ...CREDENTIAL_CASES] },
] as const;

type Meaning = Awaited<ReturnType<typeof meaningOf>>;
type AppOf = (typeof SERVERS)[number]['appOf'];
const isDone = ({ status }: { readonly status: number }): boolean => status === 200 || status === 201;

/** A world in which the request has been sent, by as many at once as `times` says. */
async function sent(world: World, one: RepeatCase, times: number) {
  const request = await one.prepare(world.kit);
  const answers = await Promise.all(Array.from({ length: times }, () => world.send(one, request)));
  return { request, answers, meaning: await meaningOf(world.store) };
}

/** A late repetition has changed nothing, or no more than its case says. */
function checkLate({ late, route }: RepeatCase, before: Meaning, after: Meaning): void {
  const { images, image_heads: _sequence, coupon_catalogue: _titles, ...others } = after;
  const { images: known = [], image_heads: _before, coupon_catalogue: _said, ...unchanged } = before;
  if (late === undefined) {
    expect(after, route).toEqual(before);
    return;
  }
  expect(others).toEqual(unchanged);
  const made = (images ?? []).filter((image) => !known.includes(image));
  expect(images).toEqual(expect.arrayContaining([...known]));
  expect(made).toHaveLength(late === 'one-more-image' ? 1 : 0);
  for (const image of made) expect(image).toContain('["verified",0]');
}

async function checkRepeats({ open }: Databases, appOf: AppOf, one: RepeatCase): Promise<void> {
  const reference = await listening(await open(), appOf);
  const world = await listening(await open(), appOf);
  try {
    const once = await sent(reference, one, 1);
    const twice = await sent(world, one, 2);
    for (const answer of [...once.answers, ...twice.answers])
      expect(answer).toSatisfy(isDone, JSON.stringify(answer.body));
    if (one.tellsTheFirst !== true) expect(twice.answers[1]).toEqual(twice.answers[0]);
    expect(withoutLots(twice.meaning)).toEqual(withoutLots(once.meaning));

    const again = await world.send(one, twice.request);
    if (one.tellsTheFirst !== true) expect(again).toEqual(twice.answers[0]);
    expect(again).toSatisfy(isDone);
    expect(await meaningOf(world.store)).toEqual(twice.meaning);

    world.kit.clock.now += MINUTE_MS;
    await one.later(world.kit);
    const meanwhile = await meaningOf(world.store);
    expect(meanwhile, 'what happened later must be something').not.toEqual(twice.meaning);
    world.kit.clock.now += DAY_MS;
    const late = await world.send(one, twice.request);
    checkLate(one, meanwhile, await meaningOf(world.store));
    // It is told what it was told, or that things have changed; the server does not fail.
    expect([200, 201, 409]).toContain(late.status);
  } finally {
    await Promise.all([reference.stop(), world.stop()]);
    await Promise.all([reference.kit.app.close(), world.kit.app.close()]);
  }
}

describe.each(SERVERS)('a request to $server that arrives again', ({ server, appOf, cases }) => {
  onBothDatabases(server, (databases) => {
    test('is looked at for every route that changes something', async () => {
      const { app } = appOf(await hostKit(await databases.open()));
      const routes = changingRoutes(app);
      await app.ready();
      expect(routes.length).toBeGreaterThan(5);
      expect([...new Set(cases.map(({ route }) => route))].sort()).toEqual([...new Set(routes)].sort());
      await app.close();
    });

    test.each(cases.map((one) => ({ ...one, by: one.keyed === true ? 'its key' : 'what it says' })))(
      '$route, known by $by, has its effect once: at once, in a row and days later',
      (one) => checkRepeats(databases, appOf, one),
    );
  });
});
