import { rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Random } from '../random.ts';
import type { CallKind, DiskError, DiskFault, FailingDisk } from './failing-disk.ts';

/** A disk that harm is done to while somebody works on it. */
export interface BadDisk {
  /** What is wrong, for a finding. */
  readonly what: string;
  /** From now on, with what is in `folder`. */
  begin(folder: string): void;
  /** Somebody has seen to it. */
  end(): void;
  /** What `work` reads is read as if nothing were wrong. */
  spare<T>(work: () => T): T;
  /** Whether anything has gone wrong because of it. */
  readonly harmed: boolean;
}

/** About as many calls as an update makes on each of the two disks. */
const CALLS_OF_A_VISIT = 60;

const FAULTS: readonly { readonly error: DiskError; readonly calls: readonly CallKind[] }[] = [
  { error: 'no space left', calls: ['write'] },
  { error: 'no space left', calls: ['write', 'change'] },
  { error: 'read-only', calls: ['write', 'change'] },
  { error: 'input/output error', calls: ['write'] },
  { error: 'input/output error', calls: ['sync'] },
  { error: 'input/output error', calls: ['write', 'sync'] },
  { error: 'input/output error', calls: ['read'] },
  { error: 'input/output error', calls: ['write', 'sync', 'read', 'change'] },
];

/** A fault at a random call: for ever, or so few times that only one step meets it. */
export function randomFault(random: Random): DiskFault {
  const failing = random.chance(0.4) ? random.between(1, 4) : null;
  return { ...random.pick(FAULTS), spared: random.below(CALLS_OF_A_VISIT), failing };
}

export function failingDisk(disk: FailingDisk, fault: DiskFault): BadDisk {
  const { error, calls, spared, failing } = fault;
  return {
    what: `${error} at ${calls.join(', ')} after ${spared}${failing === null ? '' : `, ${failing} times`}`,
    begin: (folder) => disk.arm(folder, fault),
    end: () => disk.disarm(),
    spare: (work) => disk.spare(work),
    get harmed() {
      return disk.failed > 0;
    },
  };
}

/** A real file system that is filled up until so many bytes are left: somebody else's file takes the rest. */
export function fullDisk(mounted: string, leftBytes: number): BadDisk {
  const filler = path.join(mounted, 'filler');
  let harmed = false;
  const left = (): number => {
    const { bavail, bsize } = statfsSync(mounted);
    return bavail * bsize;
  };
  return {
    what: `${leftBytes} bytes left`,
    begin: () => {
      writeFileSync(filler, new Uint8Array(Math.max(0, left() - leftBytes)));
      harmed ||= left() <= leftBytes;
    },
    end: () => rmSync(filler, { force: true }),
    spare: (work) => work(),
    get harmed() {
      return harmed;
    },
  };
}
