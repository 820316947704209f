import path from 'node:path';
import type { Command } from 'commander';
import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import type { ControlAddress } from '../../virtual-token/control/address.ts';

/** Which software token a command means: its state file, its process, or both. */
export interface TokenAddress {
  /** Without it the token must be running. */
  readonly state: string | undefined;
  readonly control: ControlAddress;
}

export interface AddressOptions {
  readonly state?: string;
  readonly control?: string;
}

/** The control socket that goes with a state file: beside it, with the ending `.sock`. */
export function socketOf(state: string): string {
  const { dir, name } = path.parse(path.resolve(state));
  return path.join(dir, `${name}.sock`);
}

export const withAddress = (command: Command): Command =>
  command
    .option('--state <file>', "the token's state file; its control socket lies beside it (.sock)")
    .option('--control <address>', "the running token's control address: a socket, or tcp:PORT");

/** Failure `request-malformed`: neither was given. */
export function addressOf({ state, control }: AddressOptions): Result<TokenAddress> {
  if (control !== undefined) return ok({ state, control });
  return state === undefined
    ? fail(failure('request-malformed', 'say which token: --state FILE, or --control ADDRESS'))
    : ok({ state, control: socketOf(state) });
}
