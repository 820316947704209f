import type { ImageSigner, TrustedKeys } from '../../shared/image/envelope.ts';
import type { Store } from '../store/store.ts';

export interface ImageDeps {
  readonly store: Store;
  readonly signer: ImageSigner;
  /** The signer's own key, and those of image servers before or beside it. */
  readonly trusted: TrustedKeys;
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  readonly now: () => number;
}
