import type { ColumnTypes, Migration } from './migration.ts';

/** When the kiosk of a visit was last heard of. Frozen: a change is a new migration. */
export const heard: Migration = {
  version: 3,
  statements: ({ int }: ColumnTypes) => [
    `alter table visits add column heard_at ${int} not null default 0`,
    'update visits set heard_at = opened_at',
  ],
};
