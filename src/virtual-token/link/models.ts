/** Names of the link models: `none` costs no time. */
export const LINK_NAMES = [
  'none',
  't0-11-3.58',
  't0-97-5.0',
  't1-97-5.0',
  'iso14443-106',
  'iso14443-212',
  'iso14443-424',
  'iso14443-848',
] as const;
export type LinkName = (typeof LINK_NAMES)[number];

/** Times in microseconds. */
export type LinkModel =
  | { readonly type: 'none' }
  /** ISO 7816-3: `etu` is one elementary time unit. */
  | { readonly type: 't0' | 't1'; readonly etu: number }
  /** ISO 14443 type A: `byte` is the time of nine bits, `frame` what every frame costs besides. */
  | {
      readonly type: 'contactless';
      readonly byte: number;
      readonly frame: number;
      readonly processing: number;
    };

/** F and D from TA1 (ISO 7816-3, tables 7 and 8), f in MHz: one etu is F / (D f). */
const contact = (type: 't0' | 't1', f: number, d: number, mhz: number): LinkModel => ({
  type,
  etu: f / (d * mhz),
});

/** Start and end of frame are 4 bits, the frame delay 1172/fc; half a millisecond of work per command. */
const contactless = (kbit: number): LinkModel => ({
  type: 'contactless',
  byte: 9_000 / kbit,
  frame: 4_000 / kbit + 86.43,
  processing: 500,
});

export const LINK_MODELS: Readonly<Record<LinkName, LinkModel>> = {
  none: { type: 'none' },
  't0-11-3.58': contact('t0', 372, 1, 3.579545),
  't0-97-5.0': contact('t0', 512, 64, 5),
  't1-97-5.0': contact('t1', 512, 64, 5),
  'iso14443-106': contactless(106),
  'iso14443-212': contactless(212),
  'iso14443-424': contactless(424),
  'iso14443-848': contactless(847.5),
};
