/** Status words of ISO 7816-4, table 6, that more than one command answers with. */
export const SW = {
  success: 0x9000,
  /** End of file or record reached before Ne bytes were read. */
  endReached: 0x6282,
  wrongLength: 0x6700,
  channelNotSupported: 0x6881,
  secureMessagingNotSupported: 0x6882,
  chainingNotSupported: 0x6884,
  incompatibleFile: 0x6981,
  nothingPending: 0x6985,
  noCurrentFile: 0x6986,
  fileNotFound: 0x6a82,
  recordNotFound: 0x6a83,
  notEnoughMemory: 0x6a84,
  wrongP1P2: 0x6a86,
  offsetOutside: 0x6b00,
  wrongLe: 0x6c00,
  moreAvailable: 0x6100,
  instructionUnknown: 0x6d00,
  classUnknown: 0x6e00,
} as const;
