import type { Catalogue } from '../catalogue.ts';
import { common } from './common.ts';
import { refused } from './refused.ts';
import { screens } from './screens.ts';
import { staff } from './staff.ts';
import { trouble } from './trouble.ts';

export const zh: Catalogue = { common, screens, refused, trouble, staff };
