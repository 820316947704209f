/** Frozen: a released migration is never changed, only followed. Instants are milliseconds since 1970, UTC. */
export const version = 1;

export const sql = `
CREATE TABLE intent (
  id TEXT PRIMARY KEY NOT NULL,
  visitId TEXT NOT NULL,
  tokenId TEXT NOT NULL,
  requestId TEXT,
  beforeDigest TEXT,
  beforeSequence INTEGER NOT NULL CHECK (beforeSequence >= 0),
  afterDigest TEXT NOT NULL,
  image BLOB,
  slot TEXT NOT NULL CHECK (slot IN ('A', 'B')),
  targetLogSequence INTEGER NOT NULL CHECK (targetLogSequence >= 0),
  decision TEXT NOT NULL CHECK (json_valid(decision)),
  state TEXT NOT NULL CHECK (state IN ('open', 'written', 'verified', 'committed', 'rolled-back', 'set-aside')),
  openedAt INTEGER NOT NULL,
  outcome TEXT,
  closedAt INTEGER,
  CHECK ((closedAt IS NULL) = (outcome IS NULL)),
  CHECK (closedAt IS NOT NULL OR image IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX intentOpen ON intent (tokenId) WHERE closedAt IS NULL;
CREATE INDEX intentVisit ON intent (visitId);
CREATE INDEX intentClosed ON intent (closedAt) WHERE closedAt IS NOT NULL;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  visitId TEXT NOT NULL,
  revision INTEGER NOT NULL CHECK (revision > 0),
  body TEXT NOT NULL CHECK (json_valid(body)),
  attempts INTEGER NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  nextAttemptAt INTEGER NOT NULL,
  createdAt INTEGER NOT NULL,
  state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'delivered', 'rejected')),
  settledAt INTEGER,
  lastFailure TEXT CHECK (lastFailure IS NULL OR json_valid(lastFailure)),
  UNIQUE (visitId, revision),
  CHECK ((state = 'queued') = (settledAt IS NULL))
) STRICT;
CREATE INDEX outboxState ON outbox (state, nextAttemptAt, id);
CREATE INDEX outboxQueued ON outbox (visitId, revision) WHERE state = 'queued';
CREATE INDEX outboxSettled ON outbox (settledAt) WHERE settledAt IS NOT NULL;

CREATE TABLE slot (
  use INTEGER PRIMARY KEY AUTOINCREMENT,
  tokenId TEXT NOT NULL,
  slot TEXT NOT NULL CHECK (slot IN ('A', 'B')),
  digest TEXT NOT NULL,
  bytes BLOB NOT NULL,
  UNIQUE (tokenId, slot)
) STRICT;

CREATE TABLE setting (
  key TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL CHECK (json_valid(value))
) STRICT;

CREATE TABLE visit (
  visitId TEXT PRIMARY KEY NOT NULL,
  tokenLast4 TEXT NOT NULL CHECK (length(tokenLast4) = 4),
  startedAt INTEGER NOT NULL,
  endedAt INTEGER,
  outcome TEXT,
  failureCode TEXT
) STRICT;
CREATE INDEX visitStarted ON visit (startedAt);

CREATE TABLE pinAttempt (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  failed INTEGER NOT NULL CHECK (failed >= 0),
  lastFailedAt INTEGER
) STRICT;
INSERT INTO pinAttempt (id, failed) VALUES (1, 0);
`;
