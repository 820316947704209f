import { failure } from '../../shared/contract/failure.ts';
import { fail, ok, type Result } from '../../shared/contract/result.ts';
import { concatBytes, crc32 } from '../../shared/image/bytes.ts';
import { buildTree, type Layout, LayoutSchema } from '../file-system/layout.ts';
import type { TokenState } from './state.ts';

/*
 * One file for one token, so that a page write is one short write in place:
 *   "RECARDVT"  version u16  length of the layout u32  layout (JSON, UTF-8)  CRC-32 of all before  memory
 * The memory has no sum of its own: a torn page is something that a token may hold.
 */
const MAGIC = new TextEncoder().encode('RECARDVT');
const VERSION = 1;
const HEAD = MAGIC.length + 6;

const damaged = (detail: string): Result<never> =>
  fail(failure('token-damaged', `The token's state file ${detail}. Create the token again.`));

/** The state file's bytes, and where in them the memory begins. */
export function encodeStateFile({ layout, memory }: TokenState): { bytes: Uint8Array; memoryAt: number } {
  const text = new TextEncoder().encode(JSON.stringify(layout));
  const head = new Uint8Array(HEAD);
  head.set(MAGIC);
  const view = new DataView(head.buffer);
  view.setUint16(MAGIC.length, VERSION);
  view.setUint32(MAGIC.length + 2, text.length);
  const sum = new Uint8Array(4);
  new DataView(sum.buffer).setUint32(0, crc32(concatBytes(head, text)));
  return { bytes: concatBytes(head, text, sum, memory), memoryAt: HEAD + text.length + sum.length };
}

/** Refuses what is not a whole state file of this version: `token-damaged`, `token-layout-unknown`. */
export function decodeStateFile(bytes: Uint8Array): Result<TokenState & { readonly memoryAt: number }> {
  if (bytes.length < HEAD || MAGIC.some((byte, i) => bytes[i] !== byte))
    return damaged('is not one of a software token');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint16(MAGIC.length);
  if (version !== VERSION)
    return fail(
      failure(
        'token-layout-unknown',
        `The token's state file has version ${version}; this program knows ${VERSION}.`,
      ),
    );
  const end = HEAD + view.getUint32(MAGIC.length + 2);
  if (bytes.length < end + 4) return damaged('is cut short');
  if (view.getUint32(end) !== crc32(bytes.subarray(0, end))) return damaged('has a wrong check sum');
  const layout = parseLayout(bytes.subarray(HEAD, end));
  if (!layout.ok) return layout;
  const memory = Uint8Array.from(bytes.subarray(end + 4));
  const { memorySize } = buildTree(layout.value);
  if (memory.length !== memorySize)
    return damaged(`holds ${memory.length} bytes of memory instead of ${memorySize}`);
  return ok({ layout: layout.value, memory, memoryAt: end + 4 });
}

function parseLayout(text: Uint8Array): Result<Layout> {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(text));
  } catch {
    return damaged('describes its layout in something that is not JSON');
  }
  const parsed = LayoutSchema.safeParse(json);
  return parsed.success ? ok(parsed.data) : damaged('describes a layout that cannot be');
}
