import type { Random } from '../random.ts';
import { Broken } from '../tear/broken.ts';
import { SoakBranch } from './branch.ts';
import { runErrands } from './errands.ts';
import { replace, transfer } from './jobs.ts';
import { carriedBy, checkCarried } from './look.ts';
import { come, FIRST, type Person, population } from './people.ts';
import { jobFault, planOf } from './plans.ts';
import { Reference } from './reference.ts';
import { attend, PLAIN, type Visit } from './visit.ts';

/** At most so many transactions come with a visit. */
const MOST_PER_VISIT = 4;
/** Tokens that replace others: seven in a thousand turns, and some more. */
const newcomers = (visits: number): number => Math.ceil(visits / 80) + 10;
const LONGEST_AWAY = 6;

/** What came of a turn, by the name that it is counted under. */
export type Turn =
  | Visit['ending']
  | 'synchronized'
  | 'merge-needed'
  | 'histories-cut'
  | 'merged'
  | 'replaced';
export interface Happened {
  readonly turn: Turn;
  readonly cuts: number;
  readonly recoveryMs: number;
}

const happened = (turn: Turn): Happened => ({ turn, cuts: 0, recoveryMs: 0 });

/** A branch, the people who come to it, and the reference of what they are to carry. */
export class World {
  readonly branch: SoakBranch;
  readonly reference: Reference;
  /** Who comes, and whose token was replaced. */
  readonly people: Person[];
  readonly gone: Pick<Person, 'number' | 'tokenId'>[] = [];
  outages = 0;
  reopenings = 0;
  #numbers = FIRST;
  #present: readonly Person[] = [];
  /** Turns until the host is back. */
  #away = 0;

  private constructor(branch: SoakBranch, reference: Reference, people: Person[]) {
    this.branch = branch;
    this.reference = reference;
    this.people = people;
  }

  /** Each second device of a pair is synchronized with the first. */
  static async open(turns: number): Promise<World> {
    const branch = await SoakBranch.open();
    const reference = new Reference(FIRST + newcomers(turns), (turns + 100) * MOST_PER_VISIT);
    const people = await population(branch.office);
    for (const [at, person] of people.entries())
      if (person.partner !== null && people[at + 1] === person.partner)
        await transfer(branch, 'synchronize', person, person.partner, null);
    return new World(branch, reference, people);
  }

  /** Somebody comes; before, host or kiosk may go or come back. */
  async turn(random: Random): Promise<Happened> {
    await this.#meanwhile(random);
    const person = random.pick(this.people);
    const { partner, interrupted } = person;
    this.#present = [person];
    if (this.branch.online && !interrupted) {
      if (partner !== null && !partner.interrupted && random.chance(0.08))
        return happened(await this.#transfer(person, partner, random));
      if (partner === null && random.chance(0.007)) return happened(await this.#replace(person, random));
    }
    await runErrands(this.branch, person, this.reference, random);
    return this.branch.online && !interrupted && random.chance(0.01)
      ? happened(await this.#refused(person))
      : await this.#visit(person, random);
  }

  /** Whoever was there when something went wrong comes no more, and the kiosk begins anew. */
  async recover(): Promise<void> {
    for (const person of this.#present) {
      this.branch.take(person);
      const at = this.people.indexOf(person);
      if (at >= 0) this.people.splice(at, 1);
    }
    await this.branch.reopen();
  }

  async #meanwhile(random: Random): Promise<void> {
    if (this.#away > 0 && --this.#away === 0) await this.branch.regain();
    if (this.branch.online && random.chance(0.002)) {
      this.outages++;
      this.#away = random.between(1, LONGEST_AWAY);
      await this.branch.lose(random.pick(['SIGKILL', 'SIGTERM'] as const));
    }
    if (random.chance(0.003)) {
      this.reopenings++;
      await this.branch.reopen();
    }
  }

  async #visit(person: Person, random: Random): Promise<Happened> {
    const before = person.interrupted;
    const visit = await attend(this.branch, person, planOf(random));
    const { ending, cuts, recoveryMs } = visit;
    if (ending === 'left') {
      this.reopenings++;
      person.interrupted = true;
    } else if (ending === 'updated' || ending === 'current') {
      person.interrupted = false;
      // A write that is taken up days later ends without what came since: the next visit brings that.
      if (ending === 'current' || !before) await this.#check(person);
    }
    return { turn: ending, cuts, recoveryMs };
  }

  async #refused(person: Person): Promise<Turn> {
    const { office } = this.branch;
    await office.hotlist(person.tokenId, true);
    const { ending } = await attend(this.branch, person, { ...PLAIN, mayBeRefused: true });
    if (ending !== 'refused') throw new Broken('false-success', `hotlisted, and the visit ends ${ending}`);
    await office.hotlist(person.tokenId, false);
    return ending;
  }

  async #transfer(first: Person, second: Person, random: Random): Promise<Turn> {
    const { branch, reference } = this;
    const job = random.pick(['synchronize', 'merge'] as const);
    this.#present = [first, second];
    const isAhead = job === 'synchronize' && reference.isAhead(second.number, first.number);
    const ended = await transfer(branch, job, first, second, jobFault(random));
    if (ended === 'conflict') return 'histories-cut';
    if ((ended === 'refused') !== isAhead)
      throw new Broken(
        'lost-or-doubled',
        `${ended}, while the second ${isAhead ? 'knew' : 'did not know'} more`,
      );
    if (ended === 'refused') return 'merge-needed';
    reference.share(first.number, second.number);
    if (job === 'merge') {
      reference.share(second.number, first.number);
      await this.#check(first);
    }
    await this.#check(second);
    return job === 'merge' ? 'merged' : 'synchronized';
  }

  /** A token is lost and replaced; later it turns up, is refused, and what it did alone comes to the new one. */
  async #replace(lost: Person, random: Random): Promise<Turn> {
    const { branch, reference, people } = this;
    const { account, kind, slots, generation } = lost;
    const device = { number: this.#numbers++, account, kind, slots, generation: generation + 1 };
    const fresh = await come(branch.office, device, true);
    this.#present = [lost, fresh];
    await replace(branch, lost, fresh, jobFault(random));
    people[people.indexOf(lost)] = fresh;
    this.gone.push({ number: lost.number, tokenId: lost.tokenId });
    const { ending } = await attend(branch, lost, { ...PLAIN, mayBeRefused: true });
    if (ending !== 'refused') throw new Broken('false-success', `replaced, and its visit ends ${ending}`);
    reference.share(lost.number, fresh.number);
    return 'replaced';
  }

  async #check(person: Person): Promise<void> {
    const carried = await carriedBy(person, this.branch.office.keys);
    checkCarried(carried, this.reference.balances(person.number));
  }
}
