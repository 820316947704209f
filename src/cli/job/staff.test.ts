import { expect, test } from 'vitest';
import { staffFor } from './staff.ts';

const member = { id: 'b.adler', name: 'Bea Adler', pin: '' };
const at = (mode: 'self-service' | 'desk', members = [member]) => ({
  kiosk: { id: 'k', branch: 'B', mode, language: 'en' as const },
  staff: { members },
});

test.each([
  ['a member of the desk', 'merge', at('desk'), 'b.adler', { id: 'b.adler', name: 'Bea Adler' }],
  ['nobody at a self-service kiosk', 'synchronize', at('self-service'), undefined, null],
  ['nobody at a desk where nobody signs in', 'replace', at('desk', []), undefined, null],
  ['whoever is named there', 'replace', at('desk', []), 'c.one', { id: 'c.one', name: 'c.one' }],
] as const)('%s answers for a job', (_, job, config, id, value) => {
  expect(staffFor(job, config, id)).toEqual({ ok: true, value });
});

test.each([
  ['nobody is named', 'merge', at('desk'), undefined, '--staff b.adler'],
  ['somebody else is named', 'merge', at('desk'), 'x', '--staff x'],
  ['a name is no id', 'merge', at('desk', []), 'Bea Adler', '--staff Bea Adler'],
  ['staff are named at a self-service kiosk', 'merge', at('self-service'), 'b.adler', 'self-service'],
  ['a replacement is begun without a desk', 'replace', at('self-service'), undefined, 'needs a desk'],
] as const)('where %s it is said what to do', (_, job, config, id, says) => {
  expect(staffFor(job, config, id)).toMatchObject({
    failure: { code: 'configuration-invalid', detail: expect.stringContaining(says) },
  });
});
