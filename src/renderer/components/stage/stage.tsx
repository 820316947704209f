import { Badge } from './badge.tsx';
import { Card } from './card.tsx';
import { Reader } from './reader.tsx';
import type { Field, Scene } from './scene.ts';
import './stage.css';
import './card.css';

interface StageProps {
  readonly scene: Scene;
  readonly field: Field;
  /** What the drawing shows, in words. */
  readonly label: string;
}

/** The drawing of reader and card. It lives above the screens and is never mounted anew. */
export function Stage({ scene, field, label }: StageProps) {
  return (
    <div className={scene.hidden ? 'stage put-away' : 'stage'} data-field={field}>
      <svg className="scene" viewBox="-540 -500 1080 1000" role="img" aria-label={label}>
        <g transform="scale(.92)">
          <circle className="disc" cx="0" cy="-30" r="405" />
          <Reader {...scene} />
          <Card pose={scene.pose} kind={scene.kind} hand={scene.hand} faded={scene.faded} />
          {scene.upwards ? (
            <g className="chevrons">
              <path d="M-52 -296l38 -30l38 30" />
              <path d="M-52 -340l38 -30l38 30" />
            </g>
          ) : null}
          <Badge badge={scene.badge} />
        </g>
      </svg>
    </div>
  );
}
