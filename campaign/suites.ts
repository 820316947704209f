import type { Suite } from './suite.ts';
import { tearSuite } from './tear.ts';
import { tearBranchSuite } from './tear-branch.ts';

export const SUITES: readonly Suite[] = [tearSuite, tearBranchSuite];
