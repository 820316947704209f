/**
 * One end of the bridge between a page's own world and the isolated world of its preload. Both worlds see the
 * same document but no object of each other: messages go as events whose name only the two ends know, and
 * Chromium copies what an event carries. Functions and promises are left behind and referred to by number.
 */
export function makePeer(nonce, world) {
  // Taken before any script of the page has run, so that a page cannot put its own in their place.
  const { dispatchEvent, addEventListener } = EventTarget.prototype;
  const Message = CustomEvent;
  const copy = structuredClone;
  const { freeze, isFrozen, entries, getPrototypeOf } = Object;
  const toOther = nonce + (world === 'page' ? 'preload' : 'page');
  const functions = new Map();
  const awaited = new Map();
  const answers = new Map();
  let lastId = 0;

  const post = (message) => dispatchEvent.call(document, new Message(toOther, { detail: message }));

  const textOf = (error) =>
    error !== null && typeof error === 'object' && typeof error.message === 'string'
      ? error.message
      : 'An unknown exception occurred in the isolated context, an error occurred but a valid exception was not thrown.';

  const isPlain = (value) => {
    const prototype = getPrototypeOf(value);
    return prototype === null || getPrototypeOf(prototype) === null;
  };

  /** What was met before is referred to by its place, so circular values end and shared ones stay shared. */
  const pack = (root) => {
    const seen = new Map();
    return packInto(seen, root);
  };

  const packInto = (seen, value) => {
    const inner = (member) => packInto(seen, member);
    if (typeof value === 'function') {
      lastId += 1;
      functions.set(lastId, value);
      return ['function', lastId];
    }
    if (value instanceof Promise) {
      lastId += 1;
      const id = lastId;
      value.then(
        (result) => post({ kind: 'settled', id, value: pack(result) }),
        (error) => post({ kind: 'settled', id, error: textOf(error) }),
      );
      return ['promise', id];
    }
    if (value instanceof Error) return ['error', textOf(value)];
    if (value !== null && typeof value === 'object' && (Array.isArray(value) || isPlain(value))) {
      if (seen.has(value)) return ['seen', seen.get(value)];
      seen.set(value, seen.size);
      if (Array.isArray(value)) return ['array', value.map(inner)];
      return ['object', entries(value).map(([key, member]) => [key, inner(member)])];
    }
    try {
      return ['value', copy(value)];
    } catch {
      throw new Error('An object could not be cloned.');
    }
  };

  const unpack = (root) => {
    const seen = [];
    const made = (object) => {
      seen.push(object);
      return object;
    };
    const inner = ([kind, content]) => {
      switch (kind) {
        case 'function':
          return (...args) => call(content, args);
        case 'promise':
          return new Promise((resolve, reject) => awaited.set(content, { resolve, reject }));
        case 'error':
          return new Error(content);
        case 'array': {
          const array = made([]);
          for (const item of content) array.push(inner(item));
          return array;
        }
        case 'object': {
          const object = made({});
          for (const [key, member] of content) object[key] = inner(member);
          return object;
        }
        case 'seen':
          return seen[content];
        default:
          return content;
      }
    };
    return inner(root);
  };

  const deepFreeze = (value) => {
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return value;
    if (isFrozen(value) || ArrayBuffer.isView(value)) return value;
    freeze(value);
    for (const member of Object.values(value)) deepFreeze(member);
    return value;
  };

  /** Events are delivered within `dispatchEvent`, so the answer is there when it returns. */
  const call = (id, args) => {
    lastId += 1;
    const question = lastId;
    post({ kind: 'call', id, question, args: pack(args) });
    const answer = answers.get(question);
    answers.delete(question);
    if (answer === undefined) throw new Error('electron-double: the other world did not answer');
    if (answer.error !== undefined) throw new Error(answer.error);
    return unpack(answer.value);
  };

  const answerTo = ({ id, args }) => {
    try {
      return { value: pack(functions.get(id)(...unpack(args))) };
    } catch (error) {
      return { error: textOf(error) };
    }
  };

  const receive = (message) => {
    if (message.kind === 'call') {
      post({ ...answerTo(message), kind: 'answer', question: message.question });
    } else if (message.kind === 'answer') {
      answers.set(message.question, message);
    } else if (message.kind === 'settled') {
      const { resolve, reject } = awaited.get(message.id);
      awaited.delete(message.id);
      if (message.error === undefined) resolve(unpack(message.value));
      else reject(new Error(message.error));
    } else if (message.kind === 'expose') {
      const value = deepFreeze(unpack(message.value));
      Object.defineProperty(window, message.key, { value, enumerable: true });
    }
  };

  addEventListener.call(document, nonce + world, (event) => receive(event.detail));

  return {
    /** Puts a copy of `api` on the other world's window, frozen, under `key`. */
    expose: (key, api) => post({ kind: 'expose', key, value: pack(api) }),
  };
}
