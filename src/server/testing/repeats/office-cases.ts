import { DEFAULT_RULES } from '../../../shared/image/merge/rules.ts';
import { CARD, PHONE, registerBlank, registerOther } from '../jobs.ts';
import { confirm, type HostKit, IDENTITY, register, registration, reportOf, visit } from '../kit.ts';
import type { RepeatCase, Sent } from './world.ts';

const token = `/v1/tokens/${CARD}`;
const hotlist = `${token}/hotlist`;
const REQUEST = '00000000000000b1';
const rulesWith = (listsAtLeast: number, revision: number) => ({
  ...DEFAULT_RULES,
  revision,
  history: { ...DEFAULT_RULES.history, listsAtLeast },
});

/** A registered token, and then this. */
const registered =
  (sent: Sent, ...before: readonly (readonly ['PUT' | 'PATCH' | 'POST', string, unknown])[]) =>
  async (kit: HostKit): Promise<Sent> => {
    await register(kit, { verified: true });
    for (const [method, url, body] of before) await kit.call(method, url, body);
    return sent;
  };
const calls =
  (...all: readonly (readonly ['PUT' | 'PATCH' | 'POST' | 'DELETE', string, unknown?])[]) =>
  async (kit: HostKit): Promise<void> => {
    for (const [method, url, body] of all) {
      const { status } = await kit.call(method, url, body);
      if (status >= 300) throw new Error(`${method} ${url} is answered ${status}.`);
    }
  };
const served = async (kit: HostKit): Promise<void> => {
  // Repeated, it gives the same first image.
  await confirm(kit, await visit(kit, reportOf(await register(kit, { verified: true }))));
};
const credential = async (kit: HostKit): Promise<string> => {
  const { body } = await kit.call('POST', '/v1/credentials', { role: 'kiosk', name: 'kiosk-9' });
  return (body as { credentialId: string }).credentialId;
};
const credentialOf = async (kit: HostKit): Promise<string> => {
  const { body } = await kit.call('GET', '/v1/credentials');
  const { credentials } = body as { credentials: { credentialId: string; name: string }[] };
  return credentials.find(({ name }) => name === 'kiosk-9')?.credentialId ?? 'none';
};

/** What the back office sends, each followed by the change that a repetition would take back. */
export const OFFICE_CASES: readonly RepeatCase[] = [
  {
    route: 'POST /v1/tokens',
    prepare: async () => ({ path: '/v1/tokens', body: registration }),
    later: async (kit) => {
      await registerOther(kit, PHONE, { account: { accountRef: 'ACC-2206', holder: 'Amira Berg' } });
      await calls(['PATCH', token, { status: 'retired', generation: 3 }])(kit);
    },
  },
  {
    route: 'PATCH /v1/tokens/:id',
    keyed: true,
    prepare: registered({ path: token, body: { status: 'active', quota: null } }, [
      'PATCH',
      token,
      { status: 'lost', quota: { updates: 1, days: 30 } },
    ]),
    later: calls(['PATCH', token, { status: 'stolen', quota: { updates: 2, days: 7 } }]),
  },
  {
    route: 'POST /v1/tokens/:id/requests',
    keyed: true,
    prepare: registered({ path: `${token}/requests`, body: { reason: 'restore' } }),
    later: served,
  },
  {
    route: 'POST /v1/tokens/:id/requests',
    prepare: registered({ path: `${token}/requests`, body: { reason: 'restore', requestId: REQUEST } }),
    later: served,
  },
  {
    route: 'DELETE /v1/tokens/:id/requests/:requestId',
    keyed: true,
    prepare: registered({ path: `${token}/requests/${REQUEST}` }, [
      'POST',
      `${token}/requests`,
      { reason: 'restore', requestId: REQUEST },
    ]),
    later: calls(['POST', `${token}/requests`, { reason: 'restore' }]),
  },
  {
    route: 'PUT /v1/tokens/:id/hotlist',
    keyed: true,
    prepare: registered({ path: hotlist, body: { reason: 'lost' } }),
    later: calls(['DELETE', hotlist]),
  },
  {
    route: 'DELETE /v1/tokens/:id/hotlist',
    keyed: true,
    prepare: registered({ path: hotlist }, ['PUT', hotlist, { reason: 'lost' }]),
    later: calls(['PUT', hotlist, { reason: 'lost once more' }]),
  },
  {
    route: 'POST /v1/transactions',
    tellsTheFirst: true,
    prepare: registered({
      path: '/v1/transactions',
      body: [
        {
          ...{ tokenId: IDENTITY.tokenId, terminal: 'MKT-2', counter: 7, at: 1_795_000_000 },
          ...{ programme: 'HARBOUR', action: 'earn', amount: 3 },
        },
      ],
    }),
    later: served,
  },
  {
    route: 'PUT /v1/programmes/:programme/coupons/:item',
    keyed: true,
    prepare: async () => ({ path: '/v1/programmes/CAFE/coupons/c1', body: { title: 'A free coffee' } }),
    later: calls(['PUT', '/v1/programmes/CAFE/coupons/c1', { title: 'A free tea' }]),
  },
  {
    route: 'PUT /v1/programmes/:programme',
    keyed: true,
    prepare: async () => ({
      path: '/v1/programmes/METRO',
      body: { reserve: { amount: 500, perMille: 0 } },
    }),
    later: calls(['PUT', '/v1/programmes/METRO', { reserve: null }]),
  },
  {
    route: 'PUT /v1/merge-rules',
    prepare: async () => ({ path: '/v1/merge-rules', body: rulesWith(2, DEFAULT_RULES.revision) }),
    later: calls(['PUT', '/v1/merge-rules', rulesWith(3, DEFAULT_RULES.revision + 1)]),
  },
  {
    route: 'POST /v1/tokens/:id/report',
    keyed: true,
    prepare: async (kit) => {
      await registerBlank(kit, CARD);
      const body = { kiosk: 'desk-1', report: 'lost', staff: 'b.lind' };
      return { path: `${token}/report`, body, token: await kit.deskToken('desk-1') };
    },
    later: calls(['PATCH', token, { status: 'active' }], ['DELETE', hotlist]),
  },
];

/** Of the credentials that both servers keep. */
export const CREDENTIAL_CASES: readonly RepeatCase[] = [
  {
    route: 'POST /v1/credentials',
    keyed: true,
    prepare: async (kit) => ({
      path: '/v1/credentials',
      body: { role: 'kiosk', name: 'kiosk-9' },
      token: kit.admin,
    }),
    later: async (kit) => calls(['DELETE', `/v1/credentials/${await credentialOf(kit)}`])(kit),
  },
  {
    route: 'POST /v1/credentials/:id/rotate',
    keyed: true,
    prepare: async (kit) => ({
      path: `/v1/credentials/${await credential(kit)}/rotate`,
      body: { graceSeconds: 3600 },
      token: kit.admin,
    }),
    later: async (kit) =>
      calls(['POST', `/v1/credentials/${await credentialOf(kit)}/rotate`, { graceSeconds: 60 }])(kit),
  },
  {
    route: 'DELETE /v1/credentials/:id',
    keyed: true,
    prepare: async (kit) => ({ path: `/v1/credentials/${await credential(kit)}`, token: kit.admin }),
    later: credential,
  },
];
