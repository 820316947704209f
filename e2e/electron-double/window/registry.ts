import { EventEmitter } from 'node:events';

/** What the application needs to know of a window. */
export interface OpenWindow {
  readonly id: number;
  close(): void;
  destroy(): void;
  isDestroyed(): boolean;
}

/** The open windows in the order of their making, and word of it when the last of them is gone. */
export class Registry extends EventEmitter<{ empty: [] }> {
  readonly #windows = new Set<OpenWindow>();

  add(window: OpenWindow): void {
    this.#windows.add(window);
  }

  remove(window: OpenWindow): void {
    if (this.#windows.delete(window) && this.#windows.size === 0) this.emit('empty');
  }

  all(): OpenWindow[] {
    return [...this.#windows];
  }
}

export const registry = new Registry();
