import { endAll } from './command.ts';
import { leftovers } from './leftovers.ts';
import { failed, type Outcome, type Stage, sum } from './stage.ts';

/**
 * Runs stages one after the other, and those of one group side by side; prints what each found, and at the end a table
 * of all under what failed. Returns the total.
 */
export async function runStages(groups: readonly (readonly Stage[])[]): Promise<Outcome> {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, async () => {
      endAll();
      const left = await leftovers.run();
      console.log(`Stopped by ${signal}.\n${left.notes.join('\n')}\n0 passed, 1 failed`);
      process.exit(1);
    });

  const outcomes: Outcome[] = [];
  const table: string[] = [];
  const failures: string[] = [];
  const runStage = async (stage: Stage): Promise<void> => {
    console.log(`\n== ${stage.name}`);
    const began = performance.now();
    const outcome = await stage.run().catch((error: unknown) => failed(`could not run: ${String(error)}`));
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    for (const note of outcome.notes) console.log(note);
    outcomes.push(outcome);
    if (outcome.failed > 0) failures.push(`== ${stage.name} failed`, ...outcome.notes);
    const counts = `${String(outcome.passed).padStart(6)} passed ${String(outcome.failed).padStart(5)} failed`;
    table.push(`${stage.name.padEnd(10)} ${counts} ${seconds.padStart(8)} s`);
  };
  for (const group of groups) await Promise.all(group.map(runStage));
  // once more, where who reads only the end of a long log finds it
  if (failures.length > 0) console.log(`\n${failures.join('\n')}`);
  console.log(`\n${table.join('\n')}`);
  return sum(outcomes);
}
