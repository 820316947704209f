/** What the columns are called where the two databases differ. */
export interface ColumnTypes {
  readonly text: string;
  /** 64 bits, signed. */
  readonly int: string;
  readonly bytes: string;
  /** What follows the closing bracket of `create table`. */
  readonly options: string;
}

/** One numbered step. Once released it never changes: its SQL is compared with a recorded digest in a test. */
export interface Migration {
  readonly version: number;
  statements(types: ColumnTypes): readonly string[];
}
