import { WRITE_STEPS, type WriteProgress, type WriteStep } from '../../../shared/visit/snapshot.ts';

const part = ({ done, total }: WriteProgress): number => (total === 0 ? 0 : Math.min(1, done / total));

const rank = (step: WriteStep): number => WRITE_STEPS.indexOf(step);

/** Of each step, the part that the token has confirmed. */
export const filled = (progress: WriteProgress, step: WriteStep): number => {
  if (rank(step) < rank(progress.step)) return 1;
  return step === progress.step ? part(progress) : 0;
};

/** The ring: bytes written; and on it, bytes that were read back. */
export const ringOf = (
  progress: WriteProgress,
): { readonly ring: number; readonly proof: number | null } => ({
  ring: filled(progress, 'write'),
  proof: rank(progress.step) < rank('verify') ? null : filled(progress, 'verify'),
});

export const stateOf = (progress: WriteProgress, step: WriteStep): 'done' | 'now' | 'todo' => {
  if (rank(step) < rank(progress.step)) return 'done';
  return step === progress.step ? 'now' : 'todo';
};

/** 1 for the first step. */
export const stepNumber = (progress: WriteProgress): number => rank(progress.step) + 1;
