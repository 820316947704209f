import { clockSuite } from './clock.ts';
import { damageSuite } from './damage.ts';
import { diskSuite, fullDiskSuite } from './disk.ts';
import { fuzzSuite } from './fuzz.ts';
import { killJobsSuite, killSuite } from './kill.ts';
import { killServerSuite } from './kill-server.ts';
import { networkSuite } from './network.ts';
import { readerSuite } from './reader.ts';
import { soakSuite } from './soak.ts';
import type { Suite } from './suite.ts';
import { tearSuite } from './tear.ts';
import { tearBranchSuite } from './tear-branch.ts';
import { tearPcscdSuite } from './tear-pcscd.ts';

export const SUITES: readonly Suite[] = [
  tearSuite,
  tearBranchSuite,
  tearPcscdSuite,
  fuzzSuite,
  killServerSuite,
  killSuite,
  killJobsSuite,
  damageSuite,
  diskSuite,
  fullDiskSuite,
  clockSuite,
  networkSuite,
  readerSuite,
  soakSuite,
];
