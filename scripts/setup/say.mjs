// @ts-check
/**
 * One line about a step, on standard error: standard output belongs to the command that is being prepared.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`setup: ${line}\n`);
}

/** What a person has to do before this can go on. Thrown by steps, printed without a stack. */
export class Instruction extends Error {}
