import { useText } from '../../text/use-text.ts';
import { Icon, type IconName } from '../icon.tsx';

interface ReceiptTilesProps {
  /** A file is of use at the desk only. */
  readonly desk: boolean;
  readonly onPrint: () => void;
  readonly onScan: () => void;
  readonly onSave: () => void;
  readonly onNone: () => void;
}

/** The ways to a receipt, as tiles of equal size. */
export function ReceiptTiles({ desk, onPrint, onScan, onSave, onNone }: ReceiptTilesProps) {
  const { t } = useText();
  const tiles: readonly { icon: IconName; label: string; press: () => void }[] = [
    { icon: 'print', label: t('screens.receipt.print'), press: onPrint },
    { icon: 'code', label: t('screens.receipt.scan'), press: onScan },
    ...(desk ? [{ icon: 'save' as const, label: t('screens.receipt.save'), press: onSave }] : []),
    { icon: 'none', label: t('screens.receipt.none'), press: onNone },
  ];
  return (
    <div className={desk ? 'tiles four' : 'tiles'}>
      {tiles.map((tile) => (
        <button key={tile.icon} type="button" onClick={tile.press}>
          <Icon name={tile.icon} />
          {tile.label}
        </button>
      ))}
    </div>
  );
}
