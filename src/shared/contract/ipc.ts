import { z } from 'zod';
import { CHOICES } from '../image/merge/report.ts';
import { TokenIdSchema } from '../image/model.ts';
import type { Snapshot } from '../visit/snapshot.ts';
import type { Result } from './result.ts';
import type { DeskRecord, StaffMember } from './staff.ts';
import { JobKindSchema, ReportKindSchema, SEARCH_BY } from './transfer.ts';

/** The whole IPC contract: preload, main and renderer are derived from it. */

/** What a person can do on a screen; anything else is not there. */
export const ACTIONS = ['accept', 'decline', 'retry', 'show-content', 'finish'] as const;
export const ActionSchema = z.enum(ACTIONS);
export type UserAction = z.infer<typeof ActionSchema>;

/** What a person does in a job from one device to another. */
export const JobActionSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('start'), job: JobKindSchema }),
  /** Ends the job; nothing is written. */
  z.strictObject({ type: z.literal('cancel') }),
  /** Replacement: finds the customer. */
  z.strictObject({ type: z.literal('search'), by: z.enum(SEARCH_BY), value: z.string().min(1).max(64) }),
  /** Replacement: this token of the customer's found is the one that is gone. Refused everywhere from then on. */
  z.strictObject({ type: z.literal('report'), tokenId: TokenIdSchema, report: ReportKindSchema }),
  z.strictObject({ type: z.literal('choose-backup'), backupId: z.string().max(64) }),
  /** Staff only. */
  z.strictObject({ type: z.literal('settle'), id: z.string().max(200), choice: z.enum(CHOICES) }),
  z.strictObject({ type: z.literal('undo') }),
  /** Write what the preview shows. */
  z.strictObject({ type: z.literal('confirm') }),
  /** Asks the host again after a failure that may pass. */
  z.strictObject({ type: z.literal('again') }),
]);
export type JobAction = z.infer<typeof JobActionSchema>;

export const LANGUAGES = ['en', 'de', 'fr', 'es', 'tr', 'ar', 'zh'] as const;
export const LanguageSchema = z.enum(LANGUAGES);
export type Language = z.infer<typeof LanguageSchema>;

/** The receipt as the renderer drew it, in the customer's language: lines of text, no markup. */
export const ReceiptTextSchema = z.object({
  language: LanguageSchema,
  title: z.string().max(120),
  lines: z.array(z.object({ label: z.string().max(120), value: z.string().max(120) })).max(100),
  footer: z.string().max(400),
});
export type ReceiptText = z.infer<typeof ReceiptTextSchema>;

export const DockTokenSchema = z.object({
  id: z.string().max(40),
  title: z.string().max(80),
  story: z.string().max(160),
  lastFour: z.string().max(4),
  kind: z.enum(['card', 'phone']),
  present: z.boolean(),
});
export type DockToken = z.infer<typeof DockTokenSchema>;

/** Arguments of each call from a window. Results are `Result`s: failures cross as values. */
export const CALLS = {
  'kiosk:snapshot': z.tuple([]),
  'kiosk:ready': z.tuple([]),
  'visit:act': z.tuple([ActionSchema]),
  'job:act': z.tuple([JobActionSchema]),
  'staff:sign-in': z.tuple([z.string().regex(/^\d{4,12}$/)]),
  'staff:sign-out': z.tuple([]),
  'staff:records': z.tuple([]),
  'receipt:print': z.tuple([ReceiptTextSchema]),
  'receipt:save': z.tuple([ReceiptTextSchema]),
  'staff:call': z.tuple([]),
  'staff:exit': z.tuple([z.string().regex(/^\d{4,12}$/)]),
  'dock:list': z.tuple([]),
  'dock:present': z.tuple([z.string().max(40)]),
  'dock:pull': z.tuple([z.string().max(40)]),
  'dock:tear': z.tuple([z.string().max(40)]),
} as const;
export type CallName = keyof typeof CALLS;
export type CallArguments<C extends CallName> = z.infer<(typeof CALLS)[C]>;

/** What became of a call for staff. */
export interface StaffCall {
  /** In the log and in the call itself. */
  readonly reference: string;
  /** The branch has taken the call: only then anybody is said to know. */
  readonly isHeard: boolean;
}

export interface CallResults {
  'kiosk:snapshot': Snapshot;
  'kiosk:ready': null;
  'visit:act': null;
  'job:act': null;
  'staff:sign-in': StaffMember;
  'staff:sign-out': null;
  'staff:records': readonly DeskRecord[];
  'receipt:print': { readonly printer: string };
  'receipt:save': { readonly file: string };
  'staff:call': StaffCall;
  'staff:exit': null;
  'dock:list': readonly DockToken[];
  'dock:present': null;
  'dock:pull': null;
  'dock:tear': null;
}

/** What main sends to windows without being asked. */
export interface Pushes {
  'kiosk:snapshot': Snapshot;
  'dock:list': readonly DockToken[];
}

/** Only these calls are open to the dock's window, only the others to the kiosk's. */
export const isDockCall = (name: CallName): boolean => name.startsWith('dock:');

/** `window.recard` in the kiosk's window. */
export interface KioskBridge {
  snapshot(): Promise<Result<Snapshot>>;
  onSnapshot(listener: (snapshot: Snapshot) => void): () => void;
  ready(): Promise<Result<null>>;
  act(action: UserAction): Promise<Result<null>>;
  actOnJob(action: JobAction): Promise<Result<null>>;
  /** Who works at this desk from now on, by their PIN. */
  signIn(pin: string): Promise<Result<StaffMember>>;
  signOut(): Promise<Result<null>>;
  /** What happened at this desk, newest first; only to staff who have signed in, where staff do. */
  records(): Promise<Result<readonly DeskRecord[]>>;
  printReceipt(receipt: ReceiptText): Promise<Result<{ readonly printer: string }>>;
  saveReceipt(receipt: ReceiptText): Promise<Result<{ readonly file: string }>>;
  callStaff(): Promise<Result<StaffCall>>;
  exit(pin: string): Promise<Result<null>>;
}

/** `window.recardDock` in the demonstration dock's window. */
export interface DockBridge {
  list(): Promise<Result<readonly DockToken[]>>;
  onList(listener: (tokens: readonly DockToken[]) => void): () => void;
  present(id: string): Promise<Result<null>>;
  pull(id: string): Promise<Result<null>>;
  tear(id: string): Promise<Result<null>>;
}
