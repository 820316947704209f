import { z } from 'zod';
import { type Cell, CellSchema } from '../../shared/image/model.ts';

const [points, purse, coupons, ticket, membership, preferences, opaque] = CellSchema.options;

/** A cell as JSON: as in the image, but the bytes of an opaque payload are in base64. */
export const CellJsonSchema = z.discriminatedUnion('kind', [
  points,
  purse,
  coupons,
  ticket,
  membership,
  preferences,
  opaque.extend({ payload: z.object({ bytes: z.base64() }) }),
]);
export type CellJson = z.infer<typeof CellJsonSchema>;

export const cellFromJson = (cell: CellJson): Cell =>
  cell.kind === 'opaque'
    ? { ...cell, payload: { bytes: new Uint8Array(Buffer.from(cell.payload.bytes, 'base64')) } }
    : cell;

export const cellToJson = (cell: Cell): CellJson =>
  cell.kind === 'opaque'
    ? { ...cell, payload: { bytes: Buffer.from(cell.payload.bytes).toString('base64') } }
    : cell;
