import { describe, expect, test } from 'vitest';
import { type Databases, onBothDatabases } from '../store/testing/stores.ts';
import { hostKit, IDENTITY, register, reportOf, visit } from '../testing/kit.ts';

const { tokenId } = IDENTITY;
const token = `/v1/tokens/${tokenId}`;

function tests({ open }: Databases): void {
  test('records of the log that were overwritten are noted on the visit, whatever is decided', async () => {
    const kit = await hostKit(await open());
    const image = await register(kit);
    const notes = async () => {
      const { body } = await kit.call('GET', `/v1/visits?tokenId=${tokenId}`);
      return (body as { visits: { note: string | null }[] }).visits.map(({ note }) => note);
    };
    await visit(kit, reportOf(image));
    kit.clock.now += 1000;
    await visit(kit, reportOf(image, { logLost: 3, logSequence: 3 }));
    const lost = '3 log records were overwritten before they were read; ask terminals to post theirs';
    expect(await notes()).toEqual([lost, null]);
    await kit.call('PUT', `${token}/hotlist`, { reason: 'Reported lost' });
    kit.clock.now += 1000;
    await visit(kit, reportOf(image, { logLost: 1, logSequence: 1 }));
    const one = '1 log record was overwritten before it was read; ask terminals to post theirs';
    expect(await notes()).toEqual([one, lost, null]);
    await kit.call('DELETE', `${token}/hotlist`);
    const criteria = { asOf: '2020-01-01T00:00:00Z' };
    await kit.call('POST', `${token}/requests`, { reason: 'restore', criteria });
    kit.clock.now += 1000;
    await visit(kit, reportOf(image, { logLost: 3, logSequence: 3 }));
    expect((await notes())[0]).toMatch(new RegExp(`criteria.*${lost}`));
  });
}

describe('notes for staff', () => onBothDatabases('notes', tests));
