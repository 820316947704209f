import { EventEmitter } from 'node:events';

/** Thrown for everything of Electron that this double does not do, so that nothing passes by silently. */
export class NotModelled extends Error {
  constructor(what: string) {
    super(`electron-double does not model ${what}`);
    this.name = 'NotModelled';
  }
}

/** Asked for by the language, by `await` and by inspectors: an absent one is not a use of Electron. */
const ASKED_BY_THE_LANGUAGE = new Set(['then', 'toJSON', 'constructor', 'prototype', 'domain']);

/** Node's own helpers (`events.once`) listen for these on any emitter. */
const ASKED_BY_NODE = new Set<string | symbol>(['error', 'newListener', 'removeListener']);

function isFree(key: string | symbol): boolean {
  return typeof key === 'symbol' || ASKED_BY_THE_LANGUAGE.has(key);
}

function refuseUnknown<T extends object>(name: string, target: T): T {
  return new Proxy(target, {
    get(object, key, receiver) {
      if (key in object || isFree(key)) return Reflect.get(object, key, receiver);
      throw new NotModelled(`${name}.${String(key)}`);
    },
    set(object, key, value, receiver) {
      if (key in object || isFree(key)) return Reflect.set(object, key, value, receiver);
      throw new NotModelled(`setting ${name}.${String(key)}`);
    },
  });
}

/** What a class of Electron's offers beside listening to events. */
export type Members<T> = Partial<Omit<T, keyof NodeJS.EventEmitter>>;

/**
 * Gives out a part of an Electron object as the whole of it. The members that are there are checked
 * against Electron's typings; the others throw `NotModelled`, which is what makes the cast true.
 */
export function whole<T extends object>(name: string, part: Members<T>): T {
  return (part instanceof Guarded ? part : refuseUnknown(name, part)) as T;
}

/** A member of the `electron` module of which nothing is modelled: any use of it throws. */
export function unmodelled(name: string): never {
  const refuse = (): never => {
    throw new NotModelled(name);
  };
  const stand = new Proxy(refuse, {
    get(target, key) {
      if (isFree(key)) return Reflect.get(target, key);
      throw new NotModelled(`${name}.${String(key)}`);
    },
    construct: refuse,
    apply: refuse,
  });
  return stand as never;
}

/**
 * An event emitter of Electron's that throws for members and events it does not model.
 * The constructor returns the guard, so `this` is the guarded object in every subclass.
 */
export abstract class Guarded extends EventEmitter {
  constructor(name: string, events: readonly string[] | 'any') {
    super();
    if (events !== 'any') {
      super.on('newListener', (event: string | symbol) => {
        if (ASKED_BY_NODE.has(event) || events.includes(String(event))) return;
        throw new NotModelled(`the event '${String(event)}' of ${name}`);
      });
    }
    // biome-ignore lint/correctness/noConstructorReturn: the guard takes the place of the object
    return refuseUnknown(name, this);
  }
}
