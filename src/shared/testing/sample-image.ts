import type { CardImage } from '../image/model.ts';

/** For tests: an image with one cell of each kind. */
export const SAMPLE: CardImage = {
  format: 1,
  tokenId: '4821903377105264',
  accountRef: 'ACC-100482',
  issuer: 'AURORA',
  generation: 1,
  sequence: 7,
  capturedAt: 1_790_000_000,
  source: 'composed',
  watermark: { 'BUS-0442': 88_213, 'MKT-0017': 5120 },
  cells: [
    {
      programme: 'CAFE',
      owner: 'Linden-Cafe',
      kind: 'coupons',
      version: 3,
      payload: {
        coupons: [
          { id: 'LC-1107', title: 'Free pastry with any coffee', usesLeft: 1, expiresOn: '2027-03-31' },
          { id: 'LC-1181', title: 'Second drink half price', usesLeft: 3 },
        ],
      },
    },
    {
      programme: 'CAFE',
      owner: 'Linden-Cafe',
      kind: 'preferences',
      version: 1,
      payload: { entries: [{ key: 'news', value: false, changedAt: 1_780_000_000 }] },
    },
    {
      programme: 'LIBRARY',
      owner: 'City',
      kind: 'opaque',
      code: 9,
      version: 2,
      payload: { bytes: Uint8Array.of(1, 2, 3, 0xff) },
    },
    {
      programme: 'MARKET',
      owner: 'Marktring',
      kind: 'points',
      version: 2,
      payload: { balance: 4310, label: 'Points' },
    },
    {
      programme: 'POOL',
      owner: 'City-Baths',
      kind: 'membership',
      version: 1,
      payload: { level: 'Gold', memberNo: 'CB-20114', since: '2023-05-02' },
    },
    {
      programme: 'TRANSIT',
      owner: 'Metro-Verbund',
      kind: 'purse',
      version: 4,
      expiresOn: '2031-12-31',
      payload: { balance: -2640, currency: 'EUR' },
    },
    {
      programme: 'TRANSIT',
      owner: 'Metro-Verbund',
      kind: 'ticket',
      version: 1,
      payload: { title: 'Day ticket', reference: 'T-55', validFrom: '2026-10-01', validTo: '2026-10-02' },
    },
  ],
  transactions: [
    {
      terminal: 'MKT-0017',
      counter: 5120,
      at: 1_788_000_000,
      programme: 'MARKET',
      action: 'earn',
      amount: 210,
    },
    {
      terminal: 'CAF-0001',
      counter: 17,
      at: 1_788_500_000,
      programme: 'CAFE',
      action: 'redeem',
      amount: -1,
      item: 'LC-1107',
    },
  ],
};
