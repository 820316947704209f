import { z } from 'zod';
import { fromHex } from '../../shared/image/bytes.ts';
import { TokenKindSchema } from '../../shared/image/model.ts';
import { type DedicatedFile, type File, footprint, MASTER_FILE } from './file.ts';

const fileId = z.number().int().min(1).max(0xfffe);
const sfi = z.number().int().min(1).max(30).optional();
const size = z.number().int().min(1).max(0xffff);

const FileEntrySchema = z.discriminatedUnion('structure', [
  z.strictObject({
    structure: z.literal('df'),
    id: fileId,
    parent: fileId,
    name: z.string().regex(/^([0-9a-f]{2}){1,16}$/),
  }),
  z.strictObject({ structure: z.literal('transparent'), id: fileId, parent: fileId, sfi, size }),
  z.strictObject({
    structure: z.literal('linear-fixed'),
    id: fileId,
    parent: fileId,
    sfi,
    recordSize: size,
    records: z.number().int().min(1).max(254),
  }),
  z.strictObject({
    structure: z.literal('cyclic'),
    id: fileId,
    parent: fileId,
    sfi,
    recordSize: size,
    records: z.number().int().min(1).max(254),
  }),
]);
export type FileEntry = z.infer<typeof FileEntrySchema>;

/** Everything about a token that its memory's bytes do not say: fixed when it is made. */
export const LayoutSchema = z.strictObject({
  kind: TokenKindSchema,
  /** Contactless identifier, hex; without one each presentation has a new one, as phones do. */
  uid: z
    .string()
    .regex(/^([0-9a-f]{8}|[0-9a-f]{14})$/)
    .optional(),
  /** Bytes that are erased and written at once. */
  pageSize: z.number().int().min(1).max(255),
  maxCommandData: z.number().int().min(1).max(0xffff),
  maxResponseData: z.number().int().min(1).max(0xffff),
  /** Parents before their children; the master file is there without being named. */
  files: z.array(FileEntrySchema).max(200),
});
export type Layout = z.infer<typeof LayoutSchema>;

/** The tree of files and the bytes of memory that they need together. */
export interface FileTree {
  readonly master: DedicatedFile;
  readonly memorySize: number;
}

/** Lays the files out in memory in the order of their entries; throws on an entry whose parent is missing. */
export function buildTree(layout: Layout): FileTree {
  const master: DedicatedFile = {
    type: 'df',
    id: MASTER_FILE,
    name: undefined,
    parent: undefined,
    children: [],
  };
  const directories = new Map([[MASTER_FILE, master]]);
  let at = 0;
  for (const entry of layout.files) {
    const parent = directories.get(entry.parent);
    if (parent === undefined)
      throw new RangeError(`File ${entry.id} lies in ${entry.parent}, which is missing`);
    if (parent.children.some((sibling) => sibling.id === entry.id))
      throw new RangeError(`File ${entry.id} is there twice`);
    const file = place(entry, parent, at);
    parent.children.push(file);
    if (file.type === 'df') directories.set(file.id, file);
    else at += footprint(file);
  }
  return { master, memorySize: at };
}

function place(entry: FileEntry, parent: DedicatedFile, at: number): File {
  if (entry.structure === 'df')
    return { type: 'df', id: entry.id, name: fromHex(entry.name), parent, children: [] };
  return { ...entry, type: 'ef', parent, at, sfi: entry.sfi };
}
