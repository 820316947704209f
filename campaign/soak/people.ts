import type { TokenKind } from '../../src/shared/image/model.ts';
import { InProcessToken } from '../../src/virtual-token/in-process.ts';
import { issue } from '../stand/issue.ts';
import type { Office } from '../stand/office.ts';
import { START } from './reference.ts';

/** Somebody who comes to the kiosk with a token. */
export interface Person {
  /** Under which the reference knows the token. */
  readonly number: number;
  readonly tokenId: string;
  readonly account: string;
  readonly generation: number;
  readonly kind: TokenKind;
  readonly slots: 1 | 2;
  readonly token: InProcessToken;
  /** Somebody with another device of the account, `null` for none. */
  partner: Person | null;
  /** Whether a write was interrupted and left: it may end without what came since. */
  interrupted: boolean;
}

const SINGLES = 12;
const PAIRS = 3;
/** People who come at first, and those whose token replaces one of them. */
export const FIRST = SINGLES + 2 * PAIRS;
const DIGITS = 8;

type Device = Pick<Person, 'number' | 'account' | 'generation' | 'kind' | 'slots'>;

/** A device is put on file and comes into somebody's hands; `blank`: it carries nothing yet. */
export async function come(office: Office, device: Device, blank: boolean): Promise<Person> {
  const tokenId = `92800413${String(device.number).padStart(DIGITS, '0')}`;
  const state = await issue(office, { ...device, tokenId, start: blank ? null : START });
  const token = new InProcessToken(state, { link: 'none' });
  return { ...device, tokenId, token, partner: null, interrupted: false };
}

/** Cards and phones, with two slots and with one; the last ones are pairs, whose second device carries nothing yet. */
export async function population(office: Office): Promise<Person[]> {
  const people: Person[] = [];
  for (let number = 0; number < FIRST; number++) {
    const isSecond = number >= SINGLES && (number - SINGLES) % 2 === 1;
    const account = `ACC-${isSecond ? number - 1 : number}`;
    const kind = number % 4 < 2 ? 'card' : 'phone';
    const device: Device = { number, account, generation: 1, kind, slots: number % 3 === 0 ? 1 : 2 };
    const person = await come(office, device, isSecond);
    const first = people.at(-1);
    if (isSecond && first !== undefined) {
      person.partner = first;
      first.partner = person;
    }
    people.push(person);
  }
  return people;
}
