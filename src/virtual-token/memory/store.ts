/** Where a token's memory lasts. */
export interface Store {
  /** Called after each page write with the bytes that changed; returns when they are kept. */
  keep(at: number, bytes: Uint8Array): void;
  close(): void;
}

/** For campaigns and tests: the memory lasts as long as the object. */
export const volatileStore: Store = { keep: () => {}, close: () => {} };
