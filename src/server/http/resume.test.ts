import { describe, expect, test } from 'vitest';
import { failure } from '../../shared/contract/failure.ts';
import { fail } from '../../shared/contract/result.ts';
import type { ImageService } from '../images/service.ts';
import { type Databases, onBothDatabases } from '../store/testing/stores.ts';
import { CARD, jobOf, PHONE, present, registerOther } from '../testing/jobs.ts';
import { hostKit, register } from '../testing/kit.ts';

/** The image server behind a line that can be cut: what is asked is not carried out, or its answer gets lost. */
function line() {
  const state: { cut: 'none' | 'before' | 'after'; calls: number } = { cut: 'none', calls: 0 };
  const away = () => fail(failure('host-unreachable', 'the line is cut'));
  const over = (images: ImageService): ImageService => ({
    ...images,
    transfer: async (body) => {
      state.calls += 1;
      if (state.cut === 'before') return away();
      const answer = await images.transfer(body);
      return state.cut === 'after' ? away() : answer;
    },
  });
  return { state, over };
}

function resumed({ open }: Databases): void {
  const ready = async () => {
    const { state, over } = line();
    const kit = await hostKit(await open(), over);
    const card = await register(kit);
    const phone = await registerOther(kit, PHONE);
    const job = jobOf(kit, { job: 'merge' });
    await job.ask('first', present(CARD, card));
    await job.ask('second', present(PHONE, phone));
    return { kit, state, job, given: await job.inputs() };
  };

  test.each(['before', 'after'] as const)(
    'when the line is cut %s the work, the same question is answered later',
    async (cut) => {
      const { kit, state, job, given } = await ready();
      state.cut = cut;
      const question = job.question(given);
      const away = await job.askImages(question);
      expect(away).toMatchObject({ status: 503, body: { error: 'image-server-away' } });
      const other = await job.askImages({ ...question, staff: 'b.lind' });
      expect(other).toMatchObject({ status: 409, body: { error: 'nonce-used' } });
      state.cut = 'none';
      kit.clock.now += 86_400_000;
      const made = await job.images(given);
      expect(await job.images(given)).toEqual(made);
      expect(made.first?.sequence).toBeGreaterThan(1);
      expect(state.calls).toBe(3);
    },
  );

  test('a merge that a person has to settle first leaves the nonces to the settled question', async () => {
    const kit = await hostKit(await open());
    const card = await register(kit);
    const content = {
      cells: [
        {
          programme: 'METRO',
          owner: 'Metro',
          kind: 'purse' as const,
          version: 1,
          payload: { balance: 7, currency: 'EUR' },
        },
      ],
    };
    const phone = await registerOther(kit, PHONE, { content });
    const job = jobOf(kit, { job: 'merge' });
    await job.ask('first', present(CARD, card));
    await job.ask('second', present(PHONE, phone));
    const given = await job.inputs();
    const open_ = await job.askImages(job.question(given));
    expect(open_).toMatchObject({ status: 422, body: { error: 'action-not-possible' } });
    const { message } = open_.body as { message: string };
    const [, id = ''] = /first: (.*)$/.exec(message) ?? [];
    const made = await job.images(given, { settlements: { [id]: 'keep-first' }, staff: 'b.lind' });
    expect(made.second.reason).toBe('merge');
  });
}

describe('an interrupted job', () => onBothDatabases('resumed', resumed));
