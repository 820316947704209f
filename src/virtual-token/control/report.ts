import type { Result } from '../../shared/contract/result.ts';
import { toHex } from '../../shared/image/bytes.ts';
import { EF_TOKEN } from '../../shared/token/ef-token.ts';
import type { DedicatedFile, ElementaryFile } from '../file-system/file.ts';
import type { Memory } from '../memory/memory.ts';
import { readRecord, recordCount } from '../memory/records.ts';
import { readCommit } from '../terminal/commit.ts';
import { readLog } from '../terminal/log.ts';
import { transparentFile } from '../terminal/native-files.ts';
import type { VirtualToken } from '../token.ts';
import type { TokenDump, TokenStatus } from './messages.ts';

const orNull = <T>(result: Result<T>): T | null => (result.ok ? result.value : null);

function identityOf({ tree, memory }: VirtualToken) {
  const file = transparentFile(tree, EF_TOKEN);
  if (!file.ok) return null;
  return orNull(EF_TOKEN.decode(memory.bytes.slice(file.value.at, file.value.at + file.value.size)));
}

export function statusOf(token: VirtualToken): TokenStatus {
  const identity = identityOf(token);
  const commit = orNull(readCommit(token.tree, token.memory))?.current;
  return {
    pid: process.pid,
    present: token.present,
    presentations: token.presentations,
    kind: token.layout.kind,
    protocol: token.protocol,
    link: token.link,
    atr: toHex(token.atr),
    uid: toHex(token.uid),
    tokenId: identity?.tokenId ?? null,
    issuer: identity?.issuer ?? null,
    slot: commit?.slot ?? null,
    imageSequence: commit?.imageSequence ?? null,
    imageLength: commit?.imageLength ?? null,
    indicator: commit?.indicator ?? null,
    logEntries: orNull(readLog(token.tree, token.memory))?.length ?? null,
    armed: [...token.armed],
    counters: { ...token.counters },
  };
}

function contentOf(file: ElementaryFile, memory: Memory): string | string[] {
  if (file.structure === 'transparent') return toHex(memory.bytes.slice(file.at, file.at + file.size));
  const numbers = Array.from({ length: recordCount(memory, file) }, (_, i) => i + 1);
  return numbers.map((number) => toHex(readRecord(memory, file, number) ?? new Uint8Array(0)));
}

function filesBelow(directory: DedicatedFile, path: string, memory: Memory): [string, string | string[]][] {
  return directory.children.flatMap((file): [string, string | string[]][] => {
    const here = `${path}${file.id.toString(16).padStart(4, '0')}`;
    return file.type === 'df' ? filesBelow(file, `${here}/`, memory) : [[here, contentOf(file, memory)]];
  });
}

export const dumpOf = (token: VirtualToken): TokenDump => ({
  status: statusOf(token),
  log: orNull(readLog(token.tree, token.memory)),
  files: Object.fromEntries(filesBelow(token.tree.master, '', token.memory)),
});
