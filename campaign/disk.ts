import { spawnSync } from 'node:child_process';
import { buildFailingDisk } from './disk/failing-disk.ts';
import { inLanes } from './disk/in-lanes.ts';
import type { Suite } from './suite.ts';
import { emptyTally } from './tally.ts';
import { TEAR_METRICS } from './tear/metrics.ts';

const WHAT_HOLDS = `Before the card is presented or when its holder agrees, the disk of the kiosk (its journal) or of the server (its
database) goes bad; one card in three is pulled in mid-write as well; whoever has the bad disk may begin anew on it.
Then the disk is good again, and two presentations must be enough. Nothing is written to a card without its intent
in the journal, nothing is called done that the journal does not have, each outcome reaches the host once, and what a
terminal was acknowledged is in the ledger after a restart.
cuts                 visits that the disk did harm to
longest-recovery     from the disk's return to the last outcome at the host`;

export const diskSuite: Suite = {
  name: 'disk',
  help: `A token's restoring at a whole branch whose disk fails: system calls on its files end in an I/O error, no space or a
read-only file system, from some call on, for a few calls or for ever. It needs a C compiler.
${WHAT_HOLDS}`,
  cases: 600,
  parallel: true,
  metrics: TEAR_METRICS,
  async run(wanted) {
    const built = await buildFailingDisk();
    if ('obstacle' in built) return { ...emptyTally(), obstacle: built.obstacle };
    return inLanes(wanted, { kind: 'failing', library: built.library }, TEAR_METRICS);
  },
};

/** A mount namespace of its own: as root, or in a user namespace where the machine allows one. */
const UNSHARE = process.getuid?.() === 0 ? ['-m'] : ['-r', '-m'];
const PROBE = 'mount -t tmpfs tmpfs /mnt';

/** Why no file system can be mounted here; `undefined` when one can. */
function mountObstacle(): string | undefined {
  const probe = spawnSync('unshare', [...UNSHARE, 'sh', '-c', PROBE], { encoding: 'utf8' });
  return probe.status === 0
    ? undefined
    : `No file system can be mounted here; run it as root: ${probe.error ?? probe.stderr}`;
}

export const fullDiskSuite: Suite = {
  name: 'disk-full',
  help: `A token's restoring at a whole branch whose disk is a real file system, filled up until 0 to 160 KiB are left. It needs
leave to mount: root, or user namespaces.
${WHAT_HOLDS}`,
  cases: 300,
  parallel: true,
  metrics: TEAR_METRICS,
  async run(wanted) {
    const obstacle = mountObstacle();
    if (obstacle !== undefined) return { ...emptyTally(), obstacle };
    return inLanes(wanted, { kind: 'small', unshare: UNSHARE }, TEAR_METRICS);
  },
};
