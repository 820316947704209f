import type { ReaderState } from '../bindings/binding.ts';
import type { FromCardProcess } from '../card-process/protocol.ts';

/** Plays a card process that, once it is asked for something, finds its service and these readers. */
export function find(readers: readonly ReaderState[]): void {
  const say = (message: FromCardProcess): void => void process.send?.(message);
  process.on('disconnect', () => process.exit());
  process.once('message', () => {
    say({ type: 'binding', binding: 'pcsclite' });
    say({ type: 'service-found' });
    say({ type: 'readers', readers: [...readers] });
  });
}
