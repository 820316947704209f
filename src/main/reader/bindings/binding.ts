import type { Failure } from '../../../shared/contract/failure.ts';
import type { Result } from '../../../shared/contract/result.ts';
import type { Protocol } from '../port.ts';

export const BINDING_NAMES = ['pcsclite', 'pcsc-mini'] as const;
export type BindingName = (typeof BINDING_NAMES)[number];

/**
 * The seam to a native PC/SC binding. It lives as long as the service it talks to: once the service is lost
 * every native object is dead, so a binding is opened once and never again (the card process ends with it).
 */
export interface Binding {
  readonly name: BindingName;
  /** Contacts the service and watches its readers from then on. Fails with `service-unavailable`; may be tried again then. */
  open(watcher: BindingWatcher): Result<void>;
  /**
   * Powers the token and takes it for this process alone (SCARD_SHARE_EXCLUSIVE), so that nobody selects another
   * file between our commands. A transaction would not do: Windows resets the token after 5 s idle inside one.
   */
  connect(reader: string): Promise<Result<Connection>>;
}

export interface BindingWatcher {
  /** Every reader there is now, with what is in it. Called at each change, never from inside a native callback. */
  readers(states: readonly ReaderState[]): void;
  /** The service went away, or the binding can no longer be used. Nothing follows. */
  lost(failure: Failure): void;
}

/** What PC/SC says about a reader: a hint that is up to 400 ms old. */
export interface ReaderState {
  readonly reader: string;
  readonly token: 'absent' | 'present' | 'unreadable';
  /** Empty where it is not known, as when another process holds the token. */
  readonly atr: Uint8Array;
  /** Insertions and removals that the service counted, so a swap between two looks is seen. 0 where it does not count. */
  readonly changes: number;
}

/** A powered token that is ours alone. Calls are made one after the other. */
export interface Connection {
  readonly atr: Uint8Array;
  readonly protocol: Protocol;
  /** May block for as long as the token is mute: whoever calls keeps the time. */
  transmit(command: Uint8Array): Promise<Result<Uint8Array>>;
  disconnect(disposition: Disposition): Promise<Result<void>>;
}

export type Disposition = 'leave' | 'reset';

/** Longest message in either direction: at 65,536 the virtual reader ejects the token. */
export const LONGEST_MESSAGE = 65_535;
