/** Emits an event of the webContents that a part works for. */
export type Emit = (event: string, ...args: unknown[]) => void;
