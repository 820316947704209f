import { Branch, type BranchOptions, must } from '../../src/main/testing/branch.ts';
import { device, imageOn } from '../../src/main/testing/devices.ts';
import { earn, member, NEWER, OLDER, points } from '../../src/main/testing/job-desk.ts';
import { showToken } from '../../src/server/host/tokens.ts';
import { listVisits } from '../../src/server/host/visit-list.ts';
import type { InProcessToken } from '../../src/virtual-token/in-process.ts';
import { bookTransaction } from '../../src/virtual-token/terminal/terminal.ts';
import type { Line } from './line.ts';
import { CALL_MS } from './treatments.ts';

export const KINDS = ['update', 'synchronize', 'replace', 'merge'] as const;
export type Kind = (typeof KINDS)[number];

/** A branch with a line to its host, and the tokens that somebody comes with. */
export interface Scene {
  readonly kind: Kind;
  readonly branch: Branch;
  readonly line: Line;
  /** By the reader that each is laid on. */
  readonly tokens: readonly [first: InProcessToken, second: InProcessToken | null];
  /** Those that are written. */
  readonly written: readonly InProcessToken[];
  /** All that are on file. */
  readonly tokenIds: readonly string[];
}

const BEA = { id: 'b.adler', name: 'Bea Adler' };
const FRESH = '9280041200007009';
/** A token of the demonstration that is to be restored. */
const FLAGGED = { name: 'amira-haddad', tokenId: '9280041200004417' };

const pairOf = async (branch: Branch): Promise<[InProcessToken, InProcessToken]> => [
  await device(branch, NEWER),
  await device(branch, OLDER),
];
const usedApart = async (branch: Branch): Promise<[InProcessToken, InProcessToken]> => [
  await device(branch, {
    ...{ tokenId: NEWER.tokenId, cells: [points(1085), member('Gold')] },
    transactions: [earn(1, 100), earn(2, 85)],
  }),
  await device(branch, {
    ...{ tokenId: OLDER.tokenId, kind: 'phone', cells: [points(1030), member('Gold')] },
    transactions: [earn(1, 100), earn(9, 30)],
  }),
];

async function furnish(kind: Kind, branch: Branch): Promise<Omit<Scene, 'kind' | 'branch' | 'line'>> {
  switch (kind) {
    case 'update': {
      const token = branch.token(FLAGGED.name);
      return { tokens: [token, null], written: [token], tokenIds: [FLAGGED.tokenId] };
    }
    case 'synchronize':
    case 'merge': {
      const [first, second] = await (kind === 'merge' ? usedApart(branch) : pairOf(branch));
      // Terminals were there since: what a token's log holds comes to the host by the kiosk.
      must(bookTransaction(first.token, earn(3, 40)));
      const written = kind === 'merge' ? [first, second] : [second];
      return { tokens: [first, second], written, tokenIds: [NEWER.tokenId, OLDER.tokenId] };
    }
    case 'replace': {
      await device(branch, NEWER);
      const fresh = await device(branch, { tokenId: FRESH, generation: 2 });
      branch.kiosk.runner.setStaff(BEA);
      return { tokens: [fresh, null], written: [fresh], tokenIds: [NEWER.tokenId, FRESH] };
    }
  }
}

const optionsOf = (kind: Kind): BranchOptions => ({
  demo: kind === 'update',
  readers: kind === 'synchronize' || kind === 'merge' ? 2 : 1,
  mode: kind === 'replace' ? 'desk' : 'self-service',
  callMs: CALL_MS,
});

/** Sets the scene, has `play` played in it, and clears it away. */
export async function inScene<T>(kind: Kind, line: Line, play: (scene: Scene) => Promise<T>): Promise<T> {
  const branch = await Branch.open({ ...optionsOf(kind), line: (url) => line.lay(url) });
  try {
    return await play({ kind, branch, line, ...(await furnish(kind, branch)) });
  } finally {
    await line.close();
    await branch.close();
  }
}

/** What it all came to: the tokens' content, and the ledgers and requests of those on file. */
export async function effectOf({ branch, written, tokenIds }: Scene): Promise<unknown> {
  const { host } = branch.server;
  if (host === undefined) throw new Error('the server is no host');
  const contents = [];
  for (const token of written) {
    const { cells, transactions } = await imageOn(branch, token);
    contents.push({ cells, transactions });
  }
  const onFile = [];
  for (const tokenId of tokenIds) {
    const detail = await showToken(host, tokenId);
    const ledger = must(await host.images.transactions({ tokenId }));
    const visits = await listVisits(host, { tokenId, limit: 1000 });
    if (!detail.ok) throw new Error(detail.failure.message);
    const { status, successorId, requests } = detail.value;
    onFile.push({
      tokenId,
      status,
      successorId,
      pending: requests.filter((request) => request.status === 'pending').length,
      updated: visits.filter(({ outcome }) => outcome === 'updated').length,
      transactions: ledger.transactions
        .map(({ terminal, counter, amount, programme, action }) => ({
          terminal,
          counter,
          amount,
          programme,
          action,
        }))
        .map((row) => JSON.stringify(row))
        .sort(),
      conflicts: ledger.conflicts.length,
    });
  }
  return { contents, onFile };
}
