import type { Catalogue } from '../catalogue.ts';
import { common } from './common.ts';
import { jobs } from './jobs.ts';
import { merge } from './merge.ts';
import { phone } from './phone.ts';
import { records } from './records.ts';
import { refused } from './refused.ts';
import { screens } from './screens.ts';
import { staff } from './staff.ts';
import { trouble } from './trouble.ts';

export const ar: Catalogue = { common, screens, jobs, merge, phone, records, refused, trouble, staff };
