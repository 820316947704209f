import type { FailureCode } from './failure.ts';
import type { Outcome } from './host.ts';
import type { JobKind } from './transfer.ts';

/** A member of staff, as the kiosk's configuration names them. */
export interface StaffMember {
  readonly id: string;
  readonly name: string;
}

/** Whether the host has heard how a visit ended: all of it, not yet, or it did not take it. */
export const HEARD = ['told', 'waiting', 'refused'] as const;
export type Heard = (typeof HEARD)[number];

/** One thing that happened at this kiosk, as staff look it up. */
export interface DeskRecord {
  /** As screens and receipts say it. */
  readonly reference: string;
  /** When it began, in milliseconds since 1970; a job, when it was agreed to. */
  readonly at: number;
  /** A job from one device to another has visits of its own, one for each device. */
  readonly what: 'visit' | JobKind;
  /** Last four digits of the devices that are known, the first one first. */
  readonly lastFours: readonly string[];
  /** `null` while it lasts, or if the kiosk died in it. */
  readonly outcome: Outcome | null;
  readonly failure: FailureCode | null;
  /** Who answered for it, by id; `null` for a visit and at a self-service kiosk. */
  readonly staffId: string | null;
  /** `null` where there is nothing to tell; a job is told by its visits. */
  readonly heard: Heard | null;
}
