import type { JobInputs, JobKind } from '../../../shared/contract/transfer.ts';
import { describeChange, type ImageChange } from '../../../shared/image/change.ts';
import type { OpenedImage } from '../../../shared/image/envelope.ts';
import { mergeImages } from '../../../shared/image/merge/merge.ts';
import { mergePreview } from '../../../shared/image/merge/preview.ts';
import type { Settlements } from '../../../shared/image/merge/report.ts';
import type { MergeRules } from '../../../shared/image/merge/rules.ts';
import { sizeOf } from '../../../shared/image/merge/size.ts';
import type { ImageContent } from '../../../shared/image/merge/state.ts';
import type { CardImage } from '../../../shared/image/model.ts';
import type { JobPreview } from '../../../shared/visit/job/preview.ts';

/** What a job's result is made of: the host's answer, with every signature in it checked. */
export interface OpenInputs {
  readonly answer: JobInputs;
  readonly first: OpenedImage;
  readonly second: OpenedImage | null;
  readonly base: OpenedImage | null;
  readonly rules: MergeRules;
}

/** The inputs of running jobs, so that a preview and what is written come from the same ones. */
export type KeptInputs = Map<string, OpenInputs>;

export interface JobResult {
  /** What the devices will carry; `null` while conflicts are open. */
  readonly content: ImageContent | null;
  readonly preview: JobPreview;
}

const contentOf = ({
  format,
  accountRef,
  issuer,
  watermark,
  cells,
  transactions,
}: CardImage): ImageContent => ({ format, accountRef, issuer, watermark, cells, transactions });

/** What `content` changes on the device whose image is `before`. */
export const changeTo = (before: OpenedImage | null, after: ImageContent, of: OpenedImage): ImageChange =>
  describeChange(before?.image ?? null, { ...of.image, ...after });

function previewOf(inputs: OpenInputs, content: ImageContent | null): Omit<JobPreview, 'merge'> {
  const { answer, first, second } = inputs;
  return {
    change: content === null ? { rows: [], beforeKnown: second !== null } : changeTo(second, content, first),
    bytes: content === null ? null : { used: sizeOf(content), room: answer.capacity },
    transactionsAdded: answer.transactionsAdded,
    reserve: answer.reserve,
  };
}

/** The result and how a person sees it, from the inputs alone: asked again, it is the same. */
export function resultOf(kind: JobKind, inputs: OpenInputs, settlements: Settlements): JobResult {
  const first = contentOf(inputs.first.image);
  if (kind !== 'merge' || inputs.second === null)
    return { content: first, preview: { ...previewOf(inputs, first), merge: null } };
  const second = contentOf(inputs.second.image);
  const { today, capacity } = inputs.answer;
  const base = inputs.base?.image;
  const result = mergeImages({ base, first, second, rules: inputs.rules, today, settlements, capacity });
  const content = result.status === 'merged' ? result.content : null;
  const conflicts = result.status === 'merged' ? [] : result.conflicts;
  const merge = mergePreview(first, second, content, result.report, conflicts, settlements);
  return { content, preview: { ...previewOf(inputs, content), merge } };
}
