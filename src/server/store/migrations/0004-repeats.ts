import type { ColumnTypes, Migration } from './migration.ts';

/** What was asked under which key, so that the same request has its effect once. Frozen: a change is a new migration. */
export const repeats: Migration = {
  version: 4,
  statements: ({ text, int, options }: ColumnTypes) => [
    `create table request_keys (
      caller ${text} not null, request_key ${text} not null, request_hash ${text} not null,
      answer ${text}, answered_at ${int} not null,
      primary key (caller, request_key)
    )${options}`,
    `alter table tokens add column registered_as ${text}`,
  ],
};
