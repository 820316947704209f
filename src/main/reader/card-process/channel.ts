/** Structured-clone messages between the main process and the card process, in order. */
export interface Channel {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once, with why, when nothing can be exchanged any more. */
  onClose(listener: (reason: string) => void): void;
}

/** The main process's end. Made by `spawnCardProcess`: a Node child process, or Electron's utility process. */
export interface CardProcess extends Channel {
  /** Ends it at once. SIGKILL, for a process blocked in a native call heeds nothing else. Harmless when it is gone. */
  kill(): void;
}

export type SpawnCardProcess = () => CardProcess;
