import type { DeskRecord } from '../../../shared/contract/staff.ts';

/** Numbers are read out with or without their hyphen, and typed small. */
const plain = (text: string): string => text.replaceAll(/[\s-]/g, '').toUpperCase();

/** Those whose reference holds `asked`, or one of whose devices ends in it; all of them while nothing is asked. */
export function found(records: readonly DeskRecord[], asked: string): readonly DeskRecord[] {
  const wanted = plain(asked);
  return records.filter(
    ({ reference, lastFours }) =>
      wanted === '' || plain(reference).includes(wanted) || lastFours.some((last) => plain(last) === wanted),
  );
}
