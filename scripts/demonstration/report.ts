/** Tells one thing: `event` with its values as JSON, or in words. */
export type Say = (event: string, facts: Readonly<Record<string, unknown>>, words: string) => void;

export const createSay =
  (json: boolean): Say =>
  (event, facts, words) => {
    if (json) process.stdout.write(`${JSON.stringify({ event, ...facts })}\n`);
    else if (words !== '') process.stdout.write(`${words}\n`);
  };
