import { type Members, whole } from '../guard.ts';

/** Switches that the application was started with, and those that it appends for Chromium. */
export class Switches {
  readonly #values = new Map<string, string>();
  readonly #appended: string[] = [];

  constructor(args: readonly string[]) {
    for (const arg of args) {
      const [, name, value] = /^--([^=]+)(?:=(.*))?$/.exec(arg) ?? [];
      if (name !== undefined) this.#values.set(name.toLowerCase(), value ?? '');
    }
  }

  /** What is handed on to Chromium: only what the application appended, not what it was started with. */
  get forChromium(): readonly string[] {
    return this.#appended;
  }

  value(name: string): string {
    return this.#values.get(name.toLowerCase()) ?? '';
  }

  readonly commandLine: Electron.CommandLine = whole<Electron.CommandLine>('app.commandLine', {
    appendSwitch: (name, value) => {
      this.#values.set(name.toLowerCase(), value ?? '');
      this.#appended.push(value === undefined ? `--${name}` : `--${name}=${value}`);
    },
    appendArgument: (value) => {
      this.#appended.push(value);
    },
    hasSwitch: (name) => this.#values.has(name.toLowerCase()),
    getSwitchValue: (name) => this.value(name),
  } satisfies Members<Electron.CommandLine>);
}
