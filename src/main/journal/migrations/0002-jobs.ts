/** Frozen: a released migration is never changed, only followed. Instants are milliseconds since 1970, UTC. */
export const version = 2;

/** What staff did from one device to another; tokens only by their last four digits, as in `visit`. */
export const sql = `
CREATE TABLE job (
  jobId TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('synchronize', 'replace', 'merge')),
  staffId TEXT,
  firstLast4 TEXT CHECK (length(firstLast4) = 4),
  secondLast4 TEXT CHECK (length(secondLast4) = 4),
  settlements TEXT NOT NULL CHECK (json_valid(settlements)),
  at INTEGER NOT NULL,
  endedAt INTEGER,
  outcome TEXT,
  CHECK ((endedAt IS NULL) = (outcome IS NULL))
) STRICT;
CREATE INDEX jobAt ON job (at);
`;
