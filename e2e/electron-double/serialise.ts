/** Values as text, with what the structured clone algorithm keeps. */
export interface Codec {
  /** Throws "An object could not be cloned." for functions, symbols, promises and the platform's own objects. */
  encode(value: unknown): string;
  decode(text: string): unknown;
}

type Node = null | boolean | string | number | [tag: string, ...content: unknown[]];

/**
 * Electron sends IPC arguments by structured clone, the DevTools protocol only sends text. This function is
 * also written into the page by its source, so it must not use anything from outside of it.
 */
export function makeCodec(): Codec {
  const tagOf = (value: unknown): string => Object.prototype.toString.call(value).slice(8, -1);

  const toBase64 = (bytes: Uint8Array): string => {
    let binary = '';
    for (let at = 0; at < bytes.length; at += 0x8000) {
      binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
    }
    return btoa(binary);
  };

  const fromBase64 = (text: string): ArrayBuffer =>
    Uint8Array.from(atob(text), (character) => character.charCodeAt(0)).buffer;

  const encode = (root: unknown): string => {
    const seen = new Map<object, number>();

    const entriesOf = (value: object): [string, Node][] =>
      Object.entries(value).map(([key, member]) => [key, write(member)]);

    const writeObject = (value: object): Node => {
      const known = seen.get(value);
      if (known !== undefined) return ['seen', known];
      seen.set(value, seen.size);
      if (ArrayBuffer.isView(value)) {
        const { buffer, byteOffset, byteLength } = value;
        return ['view', tagOf(value), toBase64(new Uint8Array(buffer, byteOffset, byteLength))];
      }
      switch (tagOf(value)) {
        case 'ArrayBuffer':
          return ['buffer', toBase64(new Uint8Array(value as ArrayBuffer))];
        case 'Date':
          return ['date', write((value as Date).getTime())];
        case 'RegExp':
          return ['regexp', (value as RegExp).source, (value as RegExp).flags];
        case 'Map':
          return ['map', [...(value as Map<unknown, unknown>)].map((pair) => pair.map(write))];
        case 'Set':
          return ['set', [...(value as Set<unknown>)].map(write)];
        case 'Error': {
          const { name, message, stack } = value as Error;
          return ['error', name, message, stack ?? ''];
        }
        case 'Array':
          return ['array', (value as unknown[]).map(write)];
        case 'Object':
          return ['object', entriesOf(value)];
        default:
          throw new Error('An object could not be cloned.');
      }
    };

    const write = (value: unknown): Node => {
      if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
      if (value === undefined) return ['undefined'];
      if (typeof value === 'bigint') return ['bigint', value.toString()];
      if (typeof value === 'number') {
        return Number.isFinite(value) && !Object.is(value, -0)
          ? value
          : ['number', Object.is(value, -0) ? '-0' : `${value}`];
      }
      if (typeof value === 'object') return writeObject(value);
      throw new Error('An object could not be cloned.');
    };

    return JSON.stringify(write(root));
  };

  const decode = (text: string): unknown => {
    const seen: object[] = [];

    const remember = <T extends object>(value: T): T => {
      seen.push(value);
      return value;
    };

    const readView = (type: string, content: string): object => {
      const buffer = fromBase64(content);
      if (type === 'DataView') return new DataView(buffer);
      const View = Reflect.get(globalThis, type) as Uint8ArrayConstructor;
      return new View(buffer);
    };

    const readError = (name: string, message: string, stack: string): Error => {
      const known = ['EvalError', 'RangeError', 'ReferenceError', 'SyntaxError', 'TypeError', 'URIError'];
      const Type = (known.includes(name) ? Reflect.get(globalThis, name) : Error) as ErrorConstructor;
      return Object.defineProperty(new Type(message), 'stack', {
        value: stack,
        configurable: true,
        writable: true,
      });
    };

    const readMap = (pairs: [Node, Node][]): Map<unknown, unknown> => {
      const map = remember(new Map<unknown, unknown>());
      for (const [key, value] of pairs) map.set(read(key), read(value));
      return map;
    };

    const readSet = (items: Node[]): Set<unknown> => {
      const set = remember(new Set<unknown>());
      for (const item of items) set.add(read(item));
      return set;
    };

    const readArray = (items: Node[]): unknown[] => {
      const array: unknown[] = remember([]);
      for (const item of items) array.push(read(item));
      return array;
    };

    const readObject = (entries: [string, Node][]): object => {
      const object = remember({});
      for (const [key, value] of entries) {
        Object.defineProperty(object, key, {
          value: read(value),
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
      return object;
    };

    // `write` makes every node, so each tag's content has the type that is read here.
    const read = (node: Node): unknown => {
      if (!Array.isArray(node)) return node;
      const [tag, first, second, third] = node as [string, never, never, never];
      if (tag === 'undefined') return undefined;
      if (tag === 'number') return Number(first);
      if (tag === 'bigint') return BigInt(first);
      if (tag === 'seen') return seen[first];
      if (tag === 'date') {
        const date = remember(new Date(0));
        date.setTime(read(first) as number);
        return date;
      }
      if (tag === 'map') return readMap(first);
      if (tag === 'set') return readSet(first);
      if (tag === 'array') return readArray(first);
      if (tag === 'object') return readObject(first);
      if (tag === 'buffer') return remember(fromBase64(first));
      if (tag === 'view') return remember(readView(first, second));
      if (tag === 'regexp') return remember(new RegExp(first, second));
      return remember(readError(first, second, third));
    };

    return read(JSON.parse(text));
  };

  return { encode, decode };
}

export const codec: Codec = makeCodec();
