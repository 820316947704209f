import type { Answer } from '../commands/answer.ts';

/** How commands reach the token: contact with characters or blocks, or contactless (ISO 14443-4). */
export const PROTOCOLS = ['T=0', 'T=1', 'T=CL'] as const;
export type Protocol = (typeof PROTOCOLS)[number];

/** Takes one message from the reader and answers it. */
export interface Transport {
  execute(message: Uint8Array): Answer;
}

/** The longest data fields that the token takes and sends, in bytes. */
export interface Limits {
  readonly maxCommandData: number;
  readonly maxResponseData: number;
}
