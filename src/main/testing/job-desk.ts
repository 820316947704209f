import type { JobAction } from '../../shared/contract/ipc.ts';
import type { DeviceRole } from '../../shared/contract/transfer.ts';
import type { Cell, Transaction } from '../../shared/image/model.ts';
import type { Screen, Snapshot } from '../../shared/visit/snapshot.ts';
import { type Branch, must } from './branch.ts';

export type ScreenOf<S extends Screen['screen']> = Extract<Screen, { screen: S }>;

/** A person at a kiosk in a job from one device to another. */
export class JobDesk {
  readonly #branch: Branch;

  constructor(branch: Branch) {
    this.#branch = branch;
  }

  act(action: JobAction): void {
    must(this.#branch.kiosk.runner.actOnJob(action));
  }

  /** The screen `name`, once `wanted` holds of it. */
  async on<S extends Screen['screen']>(
    name: S,
    wanted: (screen: ScreenOf<S>) => boolean = () => true,
  ): Promise<ScreenOf<S>> {
    const isIt = (screen: Screen): screen is ScreenOf<S> => screen.screen === name;
    const { screen } = await this.#branch.until(
      (snapshot: Snapshot) => isIt(snapshot.screen) && wanted(snapshot.screen),
      `${name} with ${wanted.toString()}`,
    );
    if (!isIt(screen)) throw new Error(screen.screen);
    return screen;
  }

  asksFor(role: DeviceRole, wrong: ScreenOf<'present'>['wrong'] = null): Promise<ScreenOf<'present'>> {
    return this.on('present', (screen) => screen.role === role && screen.wrong === wrong);
  }

  /** The comparison, while nothing is on its way. */
  compared(): Promise<ScreenOf<'compare'>> {
    return this.on('compare', ({ busy }) => !busy);
  }

  /** The end of a job that wrote, once the host has been told. */
  confirmed(): Promise<ScreenOf<'done'>> {
    return this.on('done', ({ receipt }) => receipt?.hostConfirmed === true);
  }
}

export const earn = (counter: number, amount: number): Transaction => ({
  terminal: 'MKT-0007',
  counter,
  at: 1_790_000_000 + counter,
  programme: 'HARBOUR',
  action: 'earn',
  amount,
});

export const points = (balance: number): Cell => ({
  programme: 'HARBOUR',
  owner: 'Harbour-Market',
  kind: 'points',
  version: 1,
  payload: { balance, label: 'Points' },
});

export const member = (level: string): Cell => ({
  programme: 'POOL',
  owner: 'City-Baths',
  kind: 'membership',
  version: 2,
  payload: { level, memberNo: 'CB-20114' },
});

/** Two devices of one account: what the older one has, the newer one has too. */
export const OLDER = { tokenId: '9280041200007001', cells: [points(1000)], transactions: [earn(1, 100)] };
export const NEWER = {
  tokenId: '9280041200007002',
  cells: [points(1085)],
  transactions: [earn(1, 100), earn(2, 85)],
};
