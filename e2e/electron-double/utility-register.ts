import './resolve-electron.ts';
import { Guarded, NotModelled, whole } from './guard.ts';

/** `process.parentPort` of a utility process, over Node's channel to the parent. */
class ParentPort extends Guarded implements Pick<Electron.ParentPort, 'postMessage'> {
  #waiting: unknown[] | undefined = [];

  constructor() {
    super('process.parentPort', ['message']);
    process.on('message', (data) => this.#receive(data));
    // Messages wait until somebody listens, as on Electron's port.
    this.on('newListener', (event) => {
      if (event === 'message') queueMicrotask(() => this.#start());
    });
  }

  #start(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = undefined;
    for (const data of waiting) this.#receive(data);
  }

  #receive(data: unknown): void {
    if (this.#waiting === undefined) this.emit('message', { data, ports: [] });
    else this.#waiting.push(data);
  }

  postMessage(message: unknown): void {
    if (process.send === undefined) throw new NotModelled('a utility process without its parent');
    process.send(structuredClone(message) as NodeJS.Dict<unknown>);
  }
}

// A utility process does not outlive the application, however that ended.
process.on('disconnect', () => process.exit(0));

const parentPort = whole<Electron.ParentPort>('process.parentPort', new ParentPort());
Object.defineProperty(process, 'parentPort', { value: parentPort, enumerable: true });
Object.defineProperty(process, 'type', { value: 'utility', enumerable: true });
