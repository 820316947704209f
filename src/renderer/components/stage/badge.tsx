import { project } from './projection.ts';
import type { Scene } from './scene.ts';

const ABOVE = project({ x: 0, y: 0, z: 62 });

/** The one sign above the card that says why nothing moves. */
export function Badge({ badge }: Pick<Scene, 'badge'>) {
  switch (badge) {
    case 'none':
      return null;
    case 'lock':
      return (
        <g transform={`translate(${ABOVE.x.toFixed(1)} ${ABOVE.y.toFixed(1)})`}>
          <circle className="badge-ground" r="96" />
          <rect className="badge-fill" x="-38" y="-10" width="76" height="58" rx="12" />
          <path className="badge-line" d="M-24 -10v-16a24 24 0 0 1 48 0v16" />
        </g>
      );
    case 'check':
      return (
        <g transform={`translate(${ABOVE.x.toFixed(1)} ${ABOVE.y.toFixed(1)})`}>
          <circle className="badge-ground" r="96" />
          <path className="badge-line" d="M-44 4 -12 38 46 -32" />
        </g>
      );
    case 'no-link':
      return (
        <g className="no-link" transform="translate(-84 -286) scale(.82)">
          <path className="no-link-wave" d="M-136 -62A192 192 0 0 1 136 -62M-80 -6A113 113 0 0 1 80 -6" />
          <circle className="no-link-dot" cx="0" cy="58" r="20" />
          <path className="no-link-gap" d="M-112 92L118 -138" />
          <path className="no-link-bar" d="M-104 84L110 -130" />
        </g>
      );
  }
}
