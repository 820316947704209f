import { readToken } from '../../src/main/card/read.ts';
import { readImage } from '../../src/main/card/read-image.ts';
import { sessionOver, type TokenEnd } from '../../src/main/card/testing/session.ts';
import { writeImage } from '../../src/main/card/write.ts';
import { equalBytes } from '../../src/shared/image/bytes.ts';
import { must } from '../../src/shared/testing/results.ts';
import type { InProcessToken } from '../../src/virtual-token/in-process.ts';
import type { Random } from '../random.ts';
import { freshToken } from '../tear/case.ts';
import { type Scenario, scenarioOf } from '../tear/scenario.ts';
import { mutateBytes } from './mutate-bytes.ts';
import { Harmed, nothingToClose, type Surface, type Verdict } from './surface.ts';

/** A visit takes some dozens; one that never ends is to be seen before the night is over. */
const MOST_COMMANDS = 3000;

const STATUS_WORDS = [0x9000, 0x6100, 0x61ff, 0x6c00, 0x6c10, 0x6281, 0x6282, 0x6300, 0x6400, 0x6581, 0x6700];

function mutateAnswer(random: Random, bytes: Uint8Array): Uint8Array {
  if (random.chance(0.7)) return mutateBytes(random, bytes);
  const sw = random.chance(0.3) ? random.bits() & 0xffff : random.pick(STATUS_WORDS);
  const data = random.chance(0.5) ? bytes.subarray(0, -2) : random.bytes(random.below(300));
  return Uint8Array.of(...data, sw >> 8, sw & 0xff);
}

/** A token whose answers are not always its own. */
function lying(token: InProcessToken, random: Random): TokenEnd {
  const rate = random.pick([0.02, 0.1, 0.5]);
  const first = random.below(40);
  let commands = 0;
  return {
    atr: token.atr,
    protocol: token.protocol,
    transmit: async (command) => {
      if (++commands > MOST_COMMANDS) throw new Harmed('hangs', `more than ${MOST_COMMANDS} commands`);
      const answer = await token.transmit(command);
      if (answer.kind !== 'response' || (commands !== first && !random.chance(rate))) return answer;
      return { kind: 'response', bytes: mutateAnswer(random, answer.bytes) };
    },
  };
}

/** What the token really holds, asked without the liar between. */
async function held(token: InProcessToken): Promise<Uint8Array> {
  const session = sessionOver(token);
  return must(await readImage(session, must(await readToken(session))));
}

async function visit(scenario: Scenario, token: InProcessToken, random: Random): Promise<Verdict> {
  const session = sessionOver(lying(token, random));
  const reading = await readToken(session);
  if (!reading.ok) return 'refused';
  if (random.chance(0.3)) return (await readImage(session, reading.value)).ok ? 'accepted' : 'refused';
  const written = await writeImage(session, {
    reading: reading.value,
    image: scenario.after,
    imageSequence: scenario.decision.sequence,
    logIncluded: 0,
    servedRequestId: scenario.decision.requestId,
    inactiveContent: null,
  });
  const now = await held(token);
  const isNew = equalBytes(now, scenario.after);
  if (written.ok && !isNew) throw new Harmed('wrong-answers', 'a write was called done that was not');
  if (!isNew && !equalBytes(now, scenario.before ?? new Uint8Array()))
    throw new Harmed('effects', 'the token holds neither the old image nor the new one');
  return written.ok ? 'accepted' : 'refused';
}

/** Answers of a token that lies now and then: to reading it, its image, and to writing it. */
export const apdu: Surface = {
  name: 'apdu',
  share: 26,
  open: async () => {
    // Every eighth scenario is an update of a token with two slots, which has an image before.
    const scenarios = [0, 8, 16, 24].map((number) => scenarioOf(1, number));
    return {
      input: (random) => {
        const scenario = random.pick(scenarios);
        return visit(scenario, freshToken(scenario), random);
      },
      close: nothingToClose,
    };
  },
};
