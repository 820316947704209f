import type { ImageService } from '../images/service.ts';
import type { Store } from '../store/store.ts';

export interface HostDeps {
  readonly store: Store;
  readonly images: ImageService;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
  /** For how long a kiosk that has fallen silent keeps other kiosks from a token, in milliseconds. */
  readonly openVisitMs: number;
  /** For how long the answer about a device of a job holds, in milliseconds. */
  readonly transferMs: number;
}
