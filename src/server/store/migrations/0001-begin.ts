import type { ColumnTypes, Migration } from './migration.ts';

/** Accounts, tokens, visits, images and the ledger. Frozen: a change is a new migration. */
export const begin: Migration = {
  version: 1,
  statements: ({ text, int, bytes, options }: ColumnTypes) => [
    `create table accounts (
      account_ref ${text} not null primary key, holder ${text} not null, created_at ${int} not null
    )${options}`,
    `create table tokens (
      token_id ${text} not null primary key, account_ref ${text} not null references accounts (account_ref),
      issuer ${text} not null, kind ${text} not null, generation ${int} not null,
      valid_from ${int} not null, valid_to ${int} not null, slot_size ${int} not null, slots ${int} not null,
      status ${text} not null check (status in ('active', 'replaced')),
      quota_updates ${int}, quota_days ${int}, created_at ${int} not null, revision ${int} not null
    )${options}`,
    `create index tokens_by_account on tokens (account_ref)`,
    `create table hotlist (
      token_id ${text} not null primary key, reason ${text} not null, listed_at ${int} not null
    )${options}`,
    `create table requests (
      token_id ${text} not null references tokens (token_id), request_id ${text} not null,
      reason ${text} not null, criteria ${text} not null,
      status ${text} not null check (status in ('pending', 'served', 'withdrawn')),
      requested_at ${int} not null, closed_at ${int}, closed_by ${text},
      primary key (token_id, request_id)
    )${options}`,
    `create table visit_directory (
      visit_id ${text} not null primary key, token_id ${text} not null
    )${options}`,
    `create table visits (
      token_id ${text} not null, visit_id ${text} not null, kiosk ${text} not null, opened_at ${int} not null,
      reference ${text} not null, request_hash ${text}, report ${text}, answer ${text}, image_answer ${text},
      host_request ${text}, note ${text}, outcome ${text}, outcome_revision ${int} not null, outcome_at ${int},
      primary key (token_id, visit_id)
    )${options}`,
    `create index visits_by_time on visits (token_id, opened_at)`,
    `create table outcomes (
      token_id ${text} not null, visit_id ${text} not null, revision ${int} not null,
      received_at ${int} not null, body ${text} not null,
      primary key (token_id, visit_id, revision),
      foreign key (token_id, visit_id) references visits (token_id, visit_id)
    )${options}`,
    `create table credentials (
      credential_id ${text} not null primary key,
      role ${text} not null check (role in ('admin', 'kiosk', 'terminal', 'service')), name ${text} not null,
      secret_hash ${text} not null unique, previous_hash ${text}, previous_until ${int}, created_at ${int} not null
    )${options}`,
    `create index credentials_by_previous on credentials (previous_hash)`,
    `create table image_heads (
      token_id ${text} not null primary key, ledger_revision ${int} not null, highest_sequence ${int} not null
    )${options}`,
    `create table images (
      token_id ${text} not null references image_heads (token_id), digest ${text} not null,
      image_id ${text} not null, sequence ${int} not null, generation ${int} not null,
      captured_at ${int} not null, recorded_at ${int} not null, recorded_by ${text} not null,
      origin ${text} not null check (origin in ('issued', 'composed', 'recorded')),
      verified ${int} not null check (verified in (0, 1)), composition ${text}, chosen ${text},
      signed ${bytes} not null,
      primary key (token_id, digest)
    )${options}`,
    `create index images_by_sequence on images (token_id, sequence)`,
    `create table ledger (
      token_id ${text} not null references image_heads (token_id), terminal ${text} not null, counter ${int} not null,
      at ${int} not null, programme ${text} not null, action ${text} not null, amount ${int} not null, item ${text},
      posted_at ${int} not null, posted_by ${text} not null, included_sequence ${int}, problem ${text},
      primary key (token_id, terminal, counter)
    )${options}`,
    `create table ledger_conflicts (
      token_id ${text} not null, terminal ${text} not null, counter ${int} not null, body_hash ${text} not null,
      body ${text} not null, posted_at ${int} not null, posted_by ${text} not null,
      primary key (token_id, terminal, counter, body_hash)
    )${options}`,
    `create table coupon_catalogue (
      programme ${text} not null, item ${text} not null, title ${text} not null, expires_on ${text},
      primary key (programme, item)
    )${options}`,
  ],
};
