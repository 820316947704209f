/**
 * The tables of both servers, the same on SQLite and PostgreSQL. Where a table is a token's, its key starts
 * with the token id, so that a distributed PostgreSQL can hash every table by it.
 *
 * Instants named `…_at` are milliseconds since 1970-01-01T00:00:00Z by the server's clock, other instants
 * are seconds, as on the token. Flags are 0 or 1. Documents are JSON text, parsed by the schema that wrote them.
 */

export interface AccountsTable {
  account_ref: string;
  holder: string;
  created_at: number;
}

/** Who carries a token, where an account has more than one person. */
export interface PersonsTable {
  person_ref: string;
  name: string;
  created_at: number;
}

export interface TokensTable {
  token_id: string;
  account_ref: string;
  issuer: string;
  kind: string;
  generation: number;
  valid_from: number;
  valid_to: number;
  slot_size: number;
  slots: number;
  status: string;
  /** At most `quota_updates` updates within `quota_days`; both null without a quota. */
  quota_updates: number | null;
  quota_days: number | null;
  created_at: number;
  /** Raised by everyone who decides about the token: the row is the token's lock. */
  revision: number;
  person_ref: string | null;
  /** What was reported of it; a token that is being upgraded stays active. */
  reported_as: string | null;
  reported_at: number | null;
  reported_by: string | null;
  /** The token that took its place, and the one whose place it took. */
  successor_id: string | null;
  predecessor_id: string | null;
  /** The job that gave it its successor. */
  replaced_by_job: string | null;
  /** When it turned up after it was replaced: nothing is held back for it any more. */
  found_at: number | null;
  /** At most `quota_syncs` synchronizations within `quota_sync_days`; both null without a quota. */
  quota_syncs: number | null;
  quota_sync_days: number | null;
  /** Digest of the request that registered it; null of one from before there were any. */
  registered_as: string | null;
}

export interface HotlistTable {
  token_id: string;
  reason: string;
  listed_at: number;
}

export interface RequestsTable {
  token_id: string;
  request_id: string;
  reason: string;
  /** The criteria by which the backup is chosen. */
  criteria: string;
  status: string;
  requested_at: number;
  closed_at: number | null;
  closed_by: string | null;
}

/** Whose visit an id is: a visit's id is unique over all tokens, which the tokens' own tables cannot promise. */
export interface VisitDirectoryTable {
  visit_id: string;
  token_id: string;
}

export interface VisitsTable {
  token_id: string;
  visit_id: string;
  kiosk: string;
  opened_at: number;
  /** When its kiosk was last heard of. */
  heard_at: number;
  reference: string;
  /** SHA-256 of the request, or null when only the outcome of the visit ever arrived. */
  request_hash: string | null;
  report: string | null;
  /** The decision on `POST /v1/visits`; null while it is being made. */
  answer: string | null;
  /** The decision once the kiosk had sent the token's image. */
  image_answer: string | null;
  /** The pending request of the host that the update was made for. */
  host_request: string | null;
  /** For staff: what stood in the way. */
  note: string | null;
  outcome: string | null;
  outcome_revision: number;
  outcome_at: number | null;
}

export interface OutcomesTable {
  token_id: string;
  visit_id: string;
  revision: number;
  received_at: number;
  body: string;
}

export interface CredentialsTable {
  credential_id: string;
  role: string;
  name: string;
  /** SHA-256 of the token, hex. The token itself is never stored. */
  secret_hash: string;
  previous_hash: string | null;
  previous_until: number | null;
  created_at: number;
}

export interface ImageHeadsTable {
  token_id: string;
  /** Raised with each new transaction of the ledger. The row is the lock of the token's images and ledger. */
  ledger_revision: number;
  highest_sequence: number;
}

export interface ImagesTable {
  token_id: string;
  digest: string;
  image_id: string;
  sequence: number;
  generation: number;
  captured_at: number;
  recorded_at: number;
  recorded_by: string;
  /** `issued` and `composed` were made here, `recorded` came from outside. */
  origin: string;
  verified: number;
  /** What a composed image was made for; the same again is answered with the same image. */
  composition: string | null;
  /** What the image server said when it composed the image. */
  chosen: string | null;
  signed: Uint8Array;
}

export interface LedgerTable {
  token_id: string;
  terminal: string;
  counter: number;
  at: number;
  programme: string;
  action: string;
  amount: number;
  item: string | null;
  posted_at: number;
  posted_by: string;
  /** The first image made here that includes it; null until then. */
  included_sequence: number | null;
  /** Why it could not be applied. It stays in the ledger and is tried again. */
  problem: string | null;
}

/** The same (terminal, counter) with another body: a sign of fraud or of a broken terminal. Never applied. */
export interface LedgerConflictsTable {
  token_id: string;
  terminal: string;
  counter: number;
  body_hash: string;
  body: string;
  posted_at: number;
  posted_by: string;
}

/** Titles of the coupons that terminals issue by their id. */
export interface CouponCatalogueTable {
  programme: string;
  item: string;
  title: string;
  expires_on: string | null;
}

/** What was asked and answered about one device of a job. Its id is also its visit's. */
export interface TransfersTable {
  token_id: string;
  transfer_id: string;
  job_id: string;
  kind: string;
  device_role: string;
  kiosk: string;
  request_hash: string;
  asked_at: number;
  /** What the kiosk read of the token; null of one that is absent. */
  report: string | null;
  /** Null once the device was refused. */
  nonce: string | null;
  holds_until: number;
  answer: string | null;
  /** The answer once the kiosk had sent the token's image. */
  image_answer: string | null;
  /** When the nonce was used up. */
  used_at: number | null;
  /** How the job ended for this device. */
  ended_as: string | null;
}

/** A job by its id: which devices it is about. */
export interface JobsTable {
  job_id: string;
  kind: string;
  kiosk: string;
  created_at: number;
  first_token: string | null;
  first_transfer: string | null;
  second_token: string | null;
  second_transfer: string | null;
  /** The inputs that the kiosk was given last. */
  served: string | null;
  /** The question that used the nonces up, its digest, and what it was answered. */
  question_hash: string | null;
  question: string | null;
  used_at: number | null;
  answer: string | null;
  staff: string | null;
  ended_at: number | null;
  ended_as: string | null;
}

/** What is held back of a programme's value when a lost token is replaced; both null for nothing. */
export interface ProgrammesTable {
  programme: string;
  reserve_amount: number | null;
  reserve_per_mille: number | null;
}

/** Every revision of the conflict resolution rules; the highest is served. */
export interface MergeRulesTable {
  revision: number;
  body: string;
  changed_at: number;
  changed_by: string;
}

/** What a caller asked under a key of its own, so that the same request has its effect once. */
export interface RequestKeysTable {
  /** The credential's id. */
  caller: string;
  request_key: string;
  request_hash: string;
  /** What it was answered; null only while it is being carried out. Never a secret. */
  answer: string | null;
  answered_at: number;
}

export interface Tables {
  accounts: AccountsTable;
  persons: PersonsTable;
  tokens: TokensTable;
  hotlist: HotlistTable;
  requests: RequestsTable;
  visit_directory: VisitDirectoryTable;
  visits: VisitsTable;
  outcomes: OutcomesTable;
  credentials: CredentialsTable;
  image_heads: ImageHeadsTable;
  images: ImagesTable;
  ledger: LedgerTable;
  ledger_conflicts: LedgerConflictsTable;
  coupon_catalogue: CouponCatalogueTable;
  transfers: TransfersTable;
  jobs: JobsTable;
  programmes: ProgrammesTable;
  merge_rules: MergeRulesTable;
  request_keys: RequestKeysTable;
}
