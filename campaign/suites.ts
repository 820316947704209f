import type { Suite } from './suite.ts';
import { tearSuite } from './tear.ts';

export const SUITES: readonly Suite[] = [tearSuite];
