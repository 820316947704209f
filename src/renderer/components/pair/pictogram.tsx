import type { ChangeRow } from '../../../shared/image/change.ts';
import { Coins, Coupons, Gauge } from './counted-pictures.tsx';
import { Parcel, Rosette, Slip, Switches } from './single-pictures.tsx';
import './pictogram.css';

interface PictogramProps {
  readonly row: Pick<ChangeRow, 'kind' | 'before' | 'after'>;
  /** Which of the two cards it is on: the one before shows nothing that is new. */
  readonly side: 'before' | 'after';
}

/** Programmes have silhouettes that can be told apart at three metres. */
export function Pictogram({ row, side }: PictogramProps) {
  const seen = side === 'before' ? { before: row.before, after: row.before } : row;
  const fresh = side === 'after' && row.before === null;
  switch (row.kind) {
    case 'points':
      return <Gauge {...seen} scale={row} />;
    case 'purse':
      return <Coins {...seen} scale={row} />;
    case 'coupons':
      return <Coupons {...seen} />;
    case 'ticket':
      return <Slip fresh={fresh} />;
    case 'membership':
      return <Rosette fresh={fresh} />;
    case 'preferences':
      return <Switches fresh={fresh} />;
    case 'opaque':
      return <Parcel fresh={fresh} />;
  }
}
