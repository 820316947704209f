import { useState } from 'react';
import type { JobAction } from '../../../shared/contract/ipc.ts';
import type { MergePreview, PreviewConflict, PreviewSettled } from '../../../shared/image/merge/preview.ts';
import type { Choice } from '../../../shared/image/merge/report.ts';
import { useKeys } from '../controls/use-keys.ts';

const CHOICE_OF: Readonly<Record<string, Choice>> = { 1: 'keep-first', 2: 'keep-second', 3: 'keep-both' };
const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

/** What a person decides, open or settled, at one place in the list whichever it is. */
export type Question = PreviewConflict | PreviewSettled;
export const isSettled = (question: Question): question is PreviewSettled => 'choice' in question;

export interface Settling {
  readonly questions: readonly Question[];
  readonly open: readonly PreviewConflict[];
  /** The one that the keys answer. */
  readonly current: PreviewConflict | null;
  moveTo(id: string): void;
  settle(conflict: PreviewConflict, choice: Choice): void;
  undo(): void;
}

interface SettlingKeys {
  readonly busy: boolean;
  readonly onJob: (action: JobAction) => void;
  readonly onDetails: () => void;
}

/** Settling by keys: arrows move, 1 to 3 choose, U or Ctrl+Z takes the last choice back, D shows details. */
export function useSettling(merge: MergePreview, { busy, onJob, onDetails }: SettlingKeys): Settling {
  const [at, setAt] = useState<string | null>(null);
  const questions = [...merge.conflicts, ...merge.settled].sort((a, b) => (a.id < b.id ? -1 : 1));
  const open = questions.filter((one): one is PreviewConflict => !isSettled(one));
  const current = open.find(({ id }) => id === at) ?? open[0] ?? null;
  const neighbour = (step: number): PreviewConflict | undefined =>
    open[open.findIndex(({ id }) => id === current?.id) + step];
  const settle = (conflict: PreviewConflict, choice: Choice) => {
    if (busy || !conflict.choices.includes(choice)) return;
    setAt(neighbour(1)?.id ?? null);
    onJob({ type: 'settle', id: conflict.id, choice });
  };
  const undo = () => {
    if (merge.settled.length > 0 && !busy) onJob({ type: 'undo' });
  };
  useKeys((key) => {
    const choice = CHOICE_OF[key];
    const step = STEPS[key];
    if (choice !== undefined && current !== null) settle(current, choice);
    else if (step !== undefined) setAt(neighbour(step)?.id ?? current?.id ?? null);
    else if (key === 'u' || key === 'Control+z') undo();
    else if (key === 'd') onDetails();
    else return false;
    return true;
  });
  return { questions, open, current, moveTo: setAt, settle, undo };
}
