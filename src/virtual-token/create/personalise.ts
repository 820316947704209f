import type { Result } from '../../shared/contract/result.ts';
import { digestOf } from '../../shared/image/envelope.ts';
import type { Transaction } from '../../shared/image/model.ts';
import {
  CLEAR_INDICATOR,
  type CommitRecord,
  EF_COMMIT,
  type Indicator,
} from '../../shared/token/ef-commit.ts';
import { EF_TOKEN, type TokenIdentity } from '../../shared/token/ef-token.ts';
import { EF_SLOT } from '../../shared/token/profile.ts';
import { buildTree } from '../file-system/layout.ts';
import { Memory } from '../memory/memory.ts';
import { appendRecord } from '../memory/records.ts';
import type { TokenState } from '../memory/state.ts';
import { volatileStore } from '../memory/store.ts';
import { commit } from '../terminal/commit.ts';
import { appendLog } from '../terminal/log.ts';
import { recordFileOf, transparentFile } from '../terminal/native-files.ts';
import { nativeLayout } from './native-layout.ts';

/** The signed image that a token is issued with. */
export interface IssuedImage {
  readonly sequence: number;
  readonly bytes: Uint8Array;
}

const NEVER_WRITTEN: CommitRecord = {
  sequence: 0,
  slot: null,
  imageSequence: 0,
  imageLength: 0,
  digest: '0'.repeat(64),
  indicator: CLEAR_INDICATOR,
  logSequence: 0,
};

/** The native layout was built a moment ago: a file that it lacks is a bug. */
function certain<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.failure.detail);
  return result.value;
}

/**
 * Writes the files of a new token in the order in which its life would: identity, two commit records
 * that know no image, the image and its commit, what terminals booked since, the update request.
 */
export function personalise(
  identity: TokenIdentity,
  image: IssuedImage | null,
  log: readonly Transaction[],
  indicator: Indicator | null,
): TokenState {
  const layout = nativeLayout(identity);
  const tree = buildTree(layout);
  const memory = new Memory(new Uint8Array(tree.memorySize), layout.pageSize, volatileStore);
  const whole = (file: { at: number; size: number }) => ({ at: file.at, length: file.size });

  memory.write(whole(certain(transparentFile(tree, EF_TOKEN))), 0, EF_TOKEN.encode(identity));
  const commits = certain(recordFileOf(tree, EF_COMMIT));
  appendRecord(memory, commits, EF_COMMIT.encode({ ...NEVER_WRITTEN, sequence: 1 }));
  appendRecord(memory, commits, EF_COMMIT.encode(NEVER_WRITTEN));
  if (image !== null) {
    memory.write(whole(certain(transparentFile(tree, EF_SLOT.A))), 0, image.bytes);
    const imageLength = image.bytes.length;
    const digest = digestOf(image.bytes);
    certain(commit(tree, memory, { slot: 'A', imageSequence: image.sequence, imageLength, digest }));
  }
  for (const transaction of log) certain(appendLog(tree, memory, transaction));
  if (indicator !== null) certain(commit(tree, memory, { indicator }));
  return { layout, memory: memory.bytes };
}
