import { must } from '../../scripts/world/tokens.ts';
import { toHex } from '../../src/shared/image/bytes.ts';
import { InProcessToken } from '../../src/virtual-token/in-process.ts';
import { openStateFile } from '../../src/virtual-token/memory/file-store.ts';

const SELECT_RECARD = '00a4040c08f052454341524401';
/** UPDATE RECORD of EF.COMMIT by its short identifier: 68 bytes that are no record. */
const tearRecord = (number: 1 | 2): string => `00dc0${number}1444${'5a'.repeat(68)}`;

/** Overwrites both commit records, as a card that fails for good does. */
export function tearBothCommitRecords(stateFile: string): void {
  const { state, store } = must(openStateFile(stateFile));
  const card = new InProcessToken(state, { store });
  card.token.insert();
  card.power();
  for (const command of [SELECT_RECARD, tearRecord(1), tearRecord(2)]) {
    const answer = card.execute(new Uint8Array(Buffer.from(command, 'hex')));
    if (answer.kind !== 'response' || toHex(answer.bytes) !== '9000')
      throw new Error(`${command} was not carried out`);
  }
  store.close();
}
