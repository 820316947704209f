import type { ColumnTypes, Migration } from './migration.ts';

/** A check cannot be changed on SQLite: the column is made anew. Nothing but its own check may name it. */
const renew = (table: string, column: string, declaration: string, value: string): readonly string[] => [
  `alter table ${table} add column new_${column} ${declaration}`,
  `update ${table} set new_${column} = ${value}`,
  `alter table ${table} drop column ${column}`,
  `alter table ${table} rename column new_${column} to ${column}`,
];

/** People, what became of tokens, and jobs from one device to another. Frozen: a change is a new migration. */
export const jobs: Migration = {
  version: 2,
  statements: ({ text, int, options }: ColumnTypes) => [
    `create table persons (
      person_ref ${text} not null primary key, name ${text} not null, created_at ${int} not null
    )${options}`,
    ...renew(
      'tokens',
      'status',
      `${text} not null default 'active' check (new_status in ('active', 'lost', 'stolen', 'damaged', 'superseded', 'retired'))`,
      `case status when 'replaced' then 'superseded' else status end`,
    ),
    `alter table tokens add column person_ref ${text} references persons (person_ref)`,
    `alter table tokens add column reported_as ${text} check (reported_as in ('lost', 'stolen', 'damaged', 'upgraded'))`,
    `alter table tokens add column reported_at ${int}`,
    `alter table tokens add column reported_by ${text}`,
    `alter table tokens add column successor_id ${text}`,
    `alter table tokens add column predecessor_id ${text}`,
    `alter table tokens add column replaced_by_job ${text}`,
    `alter table tokens add column found_at ${int}`,
    `alter table tokens add column quota_syncs ${int}`,
    `alter table tokens add column quota_sync_days ${int}`,
    ...renew(
      'credentials',
      'role',
      `${text} not null default 'kiosk' check (new_role in ('admin', 'desk', 'kiosk', 'terminal', 'service'))`,
      'role',
    ),
    `create table transfers (
      token_id ${text} not null, transfer_id ${text} not null, job_id ${text} not null,
      kind ${text} not null check (kind in ('synchronize', 'replace', 'merge')),
      device_role ${text} not null check (device_role in ('first', 'second')),
      kiosk ${text} not null, request_hash ${text} not null, asked_at ${int} not null,
      report ${text}, nonce ${text}, holds_until ${int} not null, answer ${text}, image_answer ${text},
      used_at ${int}, ended_as ${text} check (ended_as in ('done', 'given-up')),
      primary key (token_id, transfer_id)
    )${options}`,
    `create index transfers_by_time on transfers (token_id, holds_until)`,
    `create table jobs (
      job_id ${text} not null primary key,
      kind ${text} not null check (kind in ('synchronize', 'replace', 'merge')),
      kiosk ${text} not null, created_at ${int} not null,
      first_token ${text}, first_transfer ${text}, second_token ${text}, second_transfer ${text},
      served ${text}, question_hash ${text}, question ${text}, used_at ${int}, answer ${text}, staff ${text},
      ended_at ${int}, ended_as ${text} check (ended_as in ('done', 'given-up'))
    )${options}`,
    `create index jobs_by_second on jobs (second_token, first_token, ended_at)`,
    `create table programmes (
      programme ${text} not null primary key, reserve_amount ${int}, reserve_per_mille ${int}
    )${options}`,
    `create table merge_rules (
      revision ${int} not null primary key, body ${text} not null,
      changed_at ${int} not null, changed_by ${text} not null
    )${options}`,
  ],
};
