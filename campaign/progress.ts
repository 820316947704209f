import { type Finding, hearNews, type News, type Tally } from './tally.ts';

/** From a thread or a process that carries out cases. */
export type FromWorker = { readonly news: News } | { readonly tally: Tally };

/** Cases are told together, a second's at once: some suites have thousands of them in it. */
const TOGETHER_MS = 1000;

/** Hands on what the cases of this thread tell. */
export function relay(post: (message: FromWorker) => void): void {
  let begun = 0;
  let told = performance.now();
  hearNews((news) => {
    if ('found' in news) return post({ news });
    begun += news.begun;
    if (performance.now() - told < TOGETHER_MS) return;
    post({ news: { begun } });
    begun = 0;
    told = performance.now();
  });
}

/** How often the line is written anew: over itself on a terminal, below itself in a file. */
const ON_TERMINAL_MS = 1000;
const IN_FILE_MS = 60_000;

interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const inMinutes = (ms: number): string =>
  ms < 90_000 ? `${Math.round(ms / 1000)} s` : `${Math.round(ms / 60_000)} min`;

export const inFindings = (count: number): string => (count === 1 ? '1 finding' : `${count} findings`);

/** The line that says how far a run is, and what it found, as soon as it did. */
export class Progress {
  readonly #suite: string;
  readonly #cases: number;
  readonly #describe: (finding: Finding) => string;
  readonly #output: Output;
  readonly #startedAt = performance.now();
  #begun = 0;
  #findings = 0;
  #writtenAt = performance.now();

  constructor(suite: string, cases: number, describe: (finding: Finding) => string, output: Output) {
    this.#suite = suite;
    this.#cases = cases;
    this.#describe = describe;
    this.#output = output;
  }

  hear(news: News): void {
    if ('found' in news) {
      this.#findings += 1;
      this.#write(`${this.#describe(news.found)}\n`);
      return;
    }
    this.#begun += news.begun;
    if (performance.now() - this.#writtenAt < (this.#output.isTTY ? ON_TERMINAL_MS : IN_FILE_MS)) return;
    this.#write(this.#output.isTTY ? this.line : `${this.line}\n`);
    this.#writtenAt = performance.now();
  }

  get line(): string {
    const elapsed = performance.now() - this.#startedAt;
    const left = (elapsed * (this.#cases - this.#begun)) / Math.max(this.#begun, 1);
    return (
      `${this.#suite}: ${this.#begun} of ${this.#cases} cases, ${inFindings(this.#findings)}, ` +
      `${inMinutes(elapsed)} so far, about ${inMinutes(left)} to go`
    );
  }

  /** Leaves a terminal's line to what comes next. */
  clear(): void {
    this.#write('');
  }

  #write(text: string): void {
    this.#output.write(this.#output.isTTY ? `\r\x1b[K${text}` : text);
  }
}
