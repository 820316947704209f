import type { JobAction } from '../../contract/ipc.ts';
import type { Effect } from '../effect.ts';
import type { VisitEvent } from '../event.ts';
import { present } from '../present.ts';
import { reduce } from '../reduce.ts';
import type { Screen } from '../snapshot.ts';
import { initialKiosk, type Kiosk, type KioskMode } from '../state.ts';
import { noChange, report, update } from '../testing.ts';
import { OTHER, preview, valid } from './testing.ts';

export const FIRST = report().tokenId;

/** A kiosk, what it asked for last, and the hand that feeds it. */
export class Desk {
  kiosk: Kiosk;
  asked: readonly Effect[] = [];
  #epoch = 0;

  constructor(mode: KioskMode = 'desk', readers: readonly string[] = ['Reader 1', 'Reader 2']) {
    this.kiosk = initialKiosk(0, mode);
    for (const reader of readers) this.feed({ type: 'reader-attached', reader, at: 0 });
  }

  feed(event: VisitEvent): void {
    const { kiosk, effects } = reduce(this.kiosk, event);
    this.kiosk = kiosk;
    this.asked = effects;
  }

  act(action: JobAction): void {
    this.feed({ type: 'job-act', action, id: 'job-1', transferId: 'absent-1', spare: ['s-1', 's-2'], at: 1 });
  }

  put(reader: string): void {
    this.#epoch += 1;
    this.feed({ type: 'token-present', reader, epoch: this.#epoch, visitId: `v-${this.#epoch}`, at: 1 });
  }

  pull(reader: string): void {
    this.feed({ type: 'token-absent', reader, epoch: this.kiosk.readers[reader]?.epoch ?? -1, at: 1 });
  }

  /** The effect of this type that was asked for last. */
  ask<T extends Effect['type']>(type: T): Extract<Effect, { type: T }> {
    const found = this.asked.find((effect): effect is Extract<Effect, { type: T }> => effect.type === type);
    if (found === undefined)
      throw new Error(`no ${type}, but ${this.asked.map((effect) => effect.type).join(', ')}`);
    return found;
  }

  read(tokenId: string): void {
    const { epoch, visitId } = this.ask('read').on;
    this.feed({ type: 'token-read', epoch, visitId, report: report({ tokenId }), intent: null, at: 1 });
  }

  check(answer = valid()): void {
    const { visitId } = this.ask('check').on;
    this.feed({ type: 'checked', jobId: 'job-1', transferId: visitId, answer, at: 1 });
  }

  shown(merge: Parameters<typeof preview>[0] = null): void {
    this.feed({ type: 'previewed', jobId: 'job-1', preview: preview(merge), settled: [], at: 1 });
  }

  sign(...roles: readonly ('first' | 'second')[]): void {
    this.act({ type: 'confirm' });
    this.ask('sign');
    const writes = roles.map((role) => ({ role, decision: update, change: noChange }));
    this.feed({ type: 'images-signed', jobId: 'job-1', writes, at: 1 });
  }

  written(): void {
    const { epoch, visitId } = this.ask('write').on;
    const written = { at: 7, bytesWritten: 9, imageBytes: 700, sequence: 5, requestCleared: false };
    this.feed({ type: 'written', epoch, visitId, written, at: 1 });
  }

  screen<N extends Screen['screen']>(name: N): Extract<Screen, { screen: N }> {
    const screen = present(this.kiosk);
    if (screen.screen !== name) throw new Error(`the screen is ${screen.screen}`);
    return screen as Extract<Screen, { screen: N }>;
  }
}

/** A job with two readers whose result is being worked out. */
export function sideBySide(kind: 'synchronize' | 'merge', mode: KioskMode = 'desk'): Desk {
  const desk = new Desk(mode);
  desk.act({ type: 'start', job: kind });
  desk.put('Reader 1');
  desk.read(FIRST);
  desk.check();
  desk.put('Reader 2');
  desk.read(OTHER);
  desk.check();
  desk.ask('compose');
  return desk;
}
