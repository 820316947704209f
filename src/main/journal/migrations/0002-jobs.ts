/** Frozen: a released migration is never changed, only followed. Instants are milliseconds since 1970, UTC. */
export const version = 2;

/**
 * What was done from one device to another; tokens by their last four digits, as in `visit`. Only while a job is under
 * way `visits` names its devices, so that the host can be told of a job that the kiosk died in.
 */
export const sql = `
CREATE TABLE job (
  jobId TEXT PRIMARY KEY NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('synchronize', 'replace', 'merge')),
  staffId TEXT,
  firstLast4 TEXT CHECK (length(firstLast4) = 4),
  secondLast4 TEXT CHECK (length(secondLast4) = 4),
  settlements TEXT NOT NULL CHECK (json_valid(settlements)),
  visits TEXT CHECK (visits IS NULL OR json_valid(visits)),
  at INTEGER NOT NULL,
  endedAt INTEGER,
  outcome TEXT,
  CHECK ((endedAt IS NULL) = (outcome IS NULL)),
  CHECK (endedAt IS NULL OR visits IS NULL)
) STRICT;
CREATE INDEX jobAt ON job (at);
`;
