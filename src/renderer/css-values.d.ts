import 'react';

declare module 'react' {
  interface CSSProperties {
    /** Letters of a figure, by which it is fitted to its column. */
    readonly '--letters'?: number;
  }
}
