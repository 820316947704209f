/** The gallery's clock stands still: pictures of two days are the same. */
export const NOW = Date.UTC(2026, 10, 22, 14, 32);
