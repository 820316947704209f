import type { Random } from '../random.ts';

/** A value as JSON, CBOR and structured clone have them. */
export type Tree = unknown;

type Key = string | number;
type Path = readonly Key[];

const isBranch = (value: Tree): value is Record<string, Tree> | Tree[] =>
  typeof value === 'object' && value !== null && !(value instanceof Uint8Array) && !(value instanceof Date);

function pathsOf(value: Tree, path: Path = [], found: Path[] = []): readonly Path[] {
  found.push(path);
  if (isBranch(value) && path.length < 12)
    for (const [key, child] of Object.entries(value))
      pathsOf(child, [...path, Array.isArray(value) ? Number(key) : key], found);
  return found;
}

/** A copy of `value` in which `change` was applied at `path`; what it shares with the original is left alone. */
function changedAt(value: Tree, path: Path, change: (old: Tree) => Tree): Tree {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  if (Array.isArray(value)) return value.with(Number(key), changedAt(value[Number(key)], rest, change));
  if (!isBranch(value)) return value;
  return { ...value, [key]: changedAt((value as Record<string, Tree>)[key], rest, change) };
}

const nested = (depth: number): Tree => {
  let value: Tree = 1;
  for (let n = 0; n < depth; n++) value = n % 2 === 0 ? [value] : { a: value };
  return value;
};

const long = (random: Random): string =>
  random.pick(['a', '0', 'é', '💳', '\u0000']).repeat(random.below(3000));

/** Values that schemas forget. */
const LEAVES: readonly ((random: Random) => Tree)[] = [
  () => null,
  () => true,
  () => '',
  () => [],
  () => ({}),
  (random) => random.pick([0, -0, -1, 1.5, 1e21, 2 ** 31, 2 ** 32, 2 ** 53, -(2 ** 53), 65_535, 65_536]),
  (random) => random.bits(),
  long,
  (random) =>
    random.pick(['\ud800', '../../etc/passwd', "'; drop table tokens; --", '%00', '__proto__', 'NaN']),
  (random) =>
    random.pick(['f'.repeat(16), 'F'.repeat(16), '0'.repeat(64), '2026-02-31T25:61:61Z', 'AA==', '=']),
  (random) => Array.from({ length: random.below(400) }, () => random.below(3)),
  (random) => nested(random.below(200)),
];

type Mutation = (random: Random, old: Tree) => Tree;

const KEYS = ['__proto__', 'constructor', 'toString', 'length', '', 'then', 'tokenId', 'kiosk'];

const without = (value: Record<string, Tree>, key: string): Tree =>
  Object.fromEntries(Object.entries(value).filter(([other]) => other !== key));

const BRANCH: readonly Mutation[] = [
  (random, old) => {
    if (Array.isArray(old)) return old.length === 0 ? [null] : old.toSpliced(random.below(old.length), 1);
    const keys = Object.keys(old as object);
    return keys.length === 0 ? null : without(old as Record<string, Tree>, random.pick(keys));
  },
  (random, old) => {
    if (Array.isArray(old)) return [...old, ...(random.chance(0.5) ? old : [random.pick(LEAVES)(random)])];
    // `JSON.parse` makes an own property of `__proto__`, an object literal does not.
    const added = JSON.parse(`{${JSON.stringify(random.pick(KEYS))}: {"polluted": 1}}`) as Record<
      string,
      Tree
    >;
    return Object.fromEntries([...Object.entries(old as object), ...Object.entries(added)]);
  },
];

const near = (random: Random, old: number): Tree =>
  old + random.pick([-1, 1, 0.5, -old - 1, 2 ** 32, Number.MAX_SAFE_INTEGER]);

const nearText = (random: Random, old: string): Tree => {
  const at = random.below(old.length + 1);
  return (
    old.slice(0, at) + random.pick(['', ' ', '\n', 'x', '\u202e', old]) + old.slice(at + random.below(2))
  );
};

function mutateNode(random: Random, old: Tree): Tree {
  if (random.chance(0.35)) return random.pick(LEAVES)(random);
  if (isBranch(old)) return random.pick(BRANCH)(random, old);
  if (typeof old === 'number') return near(random, old);
  if (typeof old === 'string') return nearText(random, old);
  return random.pick(LEAVES)(random);
}

/** One to a few changes somewhere in the value: another value, one more or less, or one beside the old one. */
export function mutateTree(random: Random, value: Tree): Tree {
  let mutated = value;
  for (let n = random.pick([1, 1, 1, 2, 3]); n > 0; n--)
    mutated = changedAt(mutated, random.pick(pathsOf(mutated)), (old) => mutateNode(random, old));
  return mutated;
}
