import { answerCall } from '../../src/main/ipc/answer-call.ts';
import { FailureSchema } from '../../src/shared/contract/failure.ts';
import { CALLS, type CallName } from '../../src/shared/contract/ipc.ts';
import type { Random } from '../random.ts';
import { mutateTree } from './mutate-tree.ts';
import { Harmed, nothingToClose, type Surface, type Verdict } from './surface.ts';

const RECEIPT = {
  language: 'de',
  title: 'Beleg',
  lines: [{ label: 'Punkte', value: '1410' }],
  footer: 'Danke',
};

/** Arguments as a window gives them. */
const ARGUMENTS: Readonly<Record<CallName, readonly unknown[]>> = {
  'kiosk:snapshot': [],
  'kiosk:ready': [],
  'visit:act': ['accept'],
  'job:act': [{ type: 'search', by: 'token', value: '9280041200004417' }],
  'staff:sign-in': ['1234'],
  'staff:sign-out': [],
  'staff:records': [],
  'receipt:print': [RECEIPT],
  'receipt:save': [RECEIPT],
  'staff:call': [],
  'staff:exit': ['1234'],
  'dock:list': [],
  'dock:present': ['amira-haddad'],
  'dock:pull': ['amira-haddad'],
  'dock:tear': ['amira-haddad'],
};
const NAMES = Object.keys(CALLS) as CallName[];

/** What structured clone brings and JSON does not. */
function cyclic(): unknown {
  const round: Record<string, unknown> = {};
  round.round = round;
  return round;
}
const CLONED: readonly (() => unknown)[] = [
  cyclic,
  () => new Map([['a', 1]]),
  () => new Set([1]),
  () => new Date(Number.NaN),
  () => 1n,
  () => undefined,
  () => Number.NaN,
  () => new Uint8Array(8),
  () => new Error('x'),
];

function someArguments(random: Random, name: CallName): readonly unknown[] {
  if (random.chance(0.1)) return [...ARGUMENTS[name], random.pick(CLONED)()];
  if (random.chance(0.1)) return [random.pick(CLONED)()];
  const mutated = mutateTree(random, ARGUMENTS[name]);
  return Array.isArray(mutated) ? mutated : [mutated];
}

async function call(random: Random): Promise<Verdict> {
  const name = random.pick(NAMES);
  const args = someArguments(random, name);
  const taken: unknown[][] = [];
  const answer = await answerCall(
    name,
    (...given) => taken.push(given),
    args,
    () => {},
  );
  const [given] = taken;
  if (given !== undefined) {
    if (!CALLS[name].safeParse(given).success)
      throw new Harmed('effects', `${name} reached its handler with other arguments than the contract's`);
    return 'accepted';
  }
  const { ok, failure } = answer as { ok?: unknown; failure?: unknown };
  if (ok !== false || FailureSchema.safeParse(failure).data?.code !== 'request-malformed')
    throw new Harmed('wrong-answers', `${name} answers ${JSON.stringify(answer)}`);
  return 'refused';
}

/** Arguments of calls from windows, as structured clone hands them over. */
export const ipc: Surface = {
  name: 'ipc',
  share: 170,
  open: async () => ({ input: call, close: nothingToClose }),
};
