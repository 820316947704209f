import { applyTransactions } from '../../apply.ts';
import { byTime, mergeRecent, transactionKey, watermarkOf } from '../../canonical.ts';
import type { Action, Transaction } from '../../model.ts';
import { type MergeResult, mergeImages } from '../merge.ts';
import type { MergeRules } from '../rules.ts';
import type { ImageContent } from '../state.ts';
import { deviceImage, rulesFor, TODAY } from '../testing.ts';
import { Ledger } from './ledger.ts';

/** A device of the account: what it carries, and what the reference says that it holds. */
interface Device {
  readonly content: ImageContent;
  readonly ledger: Ledger;
}

/** What happens next in a history. Devices are 0 and 1. */
export type Step =
  | {
      readonly do: 'use';
      readonly device: number;
      readonly terminal: string;
      readonly programme: string;
      readonly action: Action;
      readonly amount: number;
      readonly skew: number;
    }
  | { readonly do: 'visit' | 'synchronize' | 'lose' | 'find'; readonly device: number }
  | { readonly do: 'merge'; readonly device: number; readonly tear: Tear; readonly knowsBase: boolean };

/** Which device was left unwritten; the merge is then run again. */
export type Tear = 'none' | 'first' | 'second';

export interface World {
  /** The longest list of transactions that an image has. */
  readonly keeps: number;
  /** Seconds by which terminals' clocks are off at most. */
  readonly skew: number;
  /** Bytes that merged images may have, or as many as images may have at all. */
  readonly capacity: number | undefined;
}

const CLOCK = 1_000_000;
const PACE = 10;

/** Two devices of one account, the host's backups of them, and a reference ledger for each. */
export class Play {
  readonly #world: World;
  readonly #rules: MergeRules;
  readonly #devices: Device[];
  readonly #backups: Device[];
  readonly #lost: (Device | undefined)[] = [undefined, undefined];
  readonly #counters = new Map<string, number>();
  /** What both devices last carried alike. */
  #base: ImageContent;
  #clock = CLOCK;
  readonly outcomes = { merged: 0, conflicts: 0 };

  constructor(world: World) {
    this.#world = world;
    this.#rules = rulesFor(world.keeps, 2 * world.skew);
    const issued: Device = { content: deviceImage([], world.keeps), ledger: new Ledger() };
    this.#base = issued.content;
    this.#devices = [issued, issued];
    this.#backups = [issued, issued];
  }

  #device(n: number): Device {
    const device = this.#devices[n];
    if (device === undefined) throw new Error(`There is no device ${n}`);
    return device;
  }

  /** The content with these transactions applied, as the image server brings an image up to date. */
  #book(content: ImageContent, transactions: readonly Transaction[]): ImageContent {
    const { cells, problems } = applyTransactions(content.cells, transactions, new Map());
    if (problems.length > 0) throw new Error(`Not applied: ${JSON.stringify(problems)}`);
    const all = mergeRecent(content.transactions, transactions);
    const kept = all.slice(-this.#world.keeps);
    const watermark = watermarkOf([content.watermark], transactions);
    return { ...content, cells: [...cells], transactions: kept, watermark };
  }

  #carry(n: number, device: Device): void {
    this.#devices[n] = device;
    this.#check(`device ${n}`, device.content, device.ledger);
  }

  #check(what: string, content: ImageContent, ledger: Ledger): void {
    const expected = ledger.balances();
    for (const { programme, kind, payload } of content.cells) {
      const balance = 'balance' in payload ? payload.balance : Number.NaN;
      const due = expected[`${programme} ${kind}`];
      if (balance !== due)
        throw new Error(`${what}: ${programme} ${kind} holds ${balance} instead of ${due}`);
    }
    if (content.cells.length !== Object.keys(expected).length) throw new Error(`${what}: a cell is missing`);
  }

  play(step: Step): void {
    switch (step.do) {
      case 'use':
        this.#use(step);
        break;
      case 'merge':
        this.#merge(step.device, step.tear, step.knowsBase);
        break;
      case 'visit':
        this.#backups[step.device] = this.#device(step.device);
        break;
      case 'synchronize':
        this.#synchronize(step.device);
        break;
      case 'lose':
        this.#lose(step.device, this.#device(step.device));
        break;
      case 'find':
        this.#find(step.device, this.#device(step.device));
    }
  }

  #use({ device: n, skew, ...use }: Extract<Step, { do: 'use' }>): void {
    const { terminal, programme, action, amount } = use;
    const counter = (this.#counters.get(terminal) ?? 0) + 1;
    this.#counters.set(terminal, counter);
    this.#clock += PACE;
    const at = this.#clock + Math.max(-this.#world.skew, Math.min(skew, this.#world.skew));
    const transaction: Transaction = { terminal, counter, at, programme, action, amount };
    const { content, ledger } = this.#device(n);
    this.#carry(n, { content: this.#book(content, [transaction]), ledger: ledger.with([transaction]) });
  }

  /** Copies onto the other device, where the host allows it: that one has nothing of its own. */
  #synchronize(from: number): void {
    const [source, target] = [this.#device(from), this.#device(1 - from)];
    if (!source.ledger.covers(target.ledger)) return;
    this.#agree(source);
  }

  #agree(device: Device): void {
    this.#base = device.content;
    for (const n of [0, 1]) {
      this.#carry(n, device);
      this.#backups[n] = device;
    }
  }

  /** A new device gets the backup; what the lost one holds since then, nobody knows. */
  #lose(n: number, device: Device): void {
    this.#lost[n] ??= device;
    const backup = this.#backups[n];
    if (backup !== undefined) this.#carry(n, backup);
  }

  /** The lost device turns up: what it lists and the new one does not hold is booked there. */
  #find(n: number, device: Device): void {
    const lost = this.#lost[n];
    if (lost === undefined) return;
    this.#lost[n] = undefined;
    const held = new Set([...device.ledger].map(transactionKey));
    const unseen = lost.content.transactions.filter((t) => !held.has(transactionKey(t))).sort(byTime);
    this.#carry(n, { content: this.#book(device.content, unseen), ledger: device.ledger.with(unseen) });
    this.#backups[n] = this.#device(n);
  }

  #mergeOf(first: ImageContent, second: ImageContent, base: ImageContent | undefined): MergeResult {
    const { capacity } = this.#world;
    return mergeImages({
      first,
      second,
      base,
      rules: this.#rules,
      today: TODAY,
      ...(capacity === undefined ? {} : { capacity }),
    });
  }

  #merge(n: number, tear: Tear, knowsBase: boolean): void {
    const [first, second] = [this.#device(n), this.#device(1 - n)];
    const base = knowsBase ? this.#base : undefined;
    const result = this.#mergeOf(first.content, second.content, base);
    this.outcomes[result.status] += 1;
    if (result.status === 'conflicts') {
      this.#checkConflicts(result);
      return;
    }
    const ledger = first.ledger.with(second.ledger);
    const { content } = result;
    this.#check('merge', content, ledger);
    // Torn: one device has it, the other one is as it was. The merge is run again on what is there.
    const again = this.#mergeOf(
      tear === 'first' ? first.content : content,
      tear === 'second' ? second.content : content,
      base,
    );
    if (again.status === 'merged' && JSON.stringify(again.content) !== JSON.stringify(content))
      throw new Error(`Run again after a tear it is ${JSON.stringify(again.content)}`);
    if (again.status === 'conflicts') this.#checkConflicts(again);
    this.#agree({ content, ledger });
  }

  /** Nothing is left to a person but what a cut list hides. */
  #checkConflicts(result: Extract<MergeResult, { status: 'conflicts' }>): void {
    const whole = this.#world.keeps >= 1000 && this.#world.capacity === undefined;
    const excused = result.conflicts.every(
      (c) => c.reason === 'histories-cut' || c.reason === 'bases-differ',
    );
    if (whole || !excused) throw new Error(`Conflicts: ${JSON.stringify(result.conflicts)}`);
  }
}
