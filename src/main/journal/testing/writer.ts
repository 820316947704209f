import { randomUUID } from 'node:crypto';
import { openJournal } from '../open.ts';
import { sampleIntent, sampleOutcome } from './samples.ts';

/**
 * A process to be killed: `node writer.ts <path>` takes visits through the journal for ever and says on
 * standard output, one JSON line each, what the journal has acknowledged.
 */
const [path = ''] = process.argv.slice(2);
const opened = openJournal({ path, now: Date.now });
const say = (line: Record<string, unknown>) => process.stdout.write(`${JSON.stringify(line)}\n`);

if (!opened.ok) say({ step: 'opening', failure: opened.failure });
else {
  const { journal } = opened.value;
  // A new turn of the event loop for each visit, so that a full pipe cannot hold lines back.
  const visit = () => {
    const intent = sampleIntent({ tokenId: randomUUID().replaceAll('-', '').slice(16) });
    const steps = [
      ['opened', () => journal.openIntent(intent)],
      ['written', () => journal.advanceIntent(intent.id, 'written')],
      ['closed', () => journal.closeIntentWithOutcome(intent.id, sampleOutcome({ outcome: 'updated' }))],
      [
        'remembered',
        () => journal.rememberSlot({ ...intent, digest: intent.afterDigest, bytes: intent.image }),
      ],
    ] as const;
    for (const [step, run] of steps) {
      const result = run();
      say({
        step,
        id: intent.id,
        visitId: intent.visitId,
        ...(result.ok ? {} : { failure: result.failure }),
      });
      if (!result.ok) {
        journal.close();
        return;
      }
    }
    setImmediate(visit);
  };
  visit();
}
