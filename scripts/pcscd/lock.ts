import { once } from 'node:events';
import net from 'node:net';

/** An abstract socket: of one network namespace as vpcd's ports are, and let go when its owner dies. */
const NAME = '\0recard-virtual-reader';

/**
 * Waits until no other process on this machine uses the virtual reader's two slots, and takes them.
 * Returns the way to let them go.
 */
export async function lockVirtualReader(): Promise<() => Promise<void>> {
  for (;;) {
    const server = net.createServer((waiting) => waiting.on('error', () => waiting.destroy()));
    const guests = new Set<net.Socket>();
    server.on('connection', (guest) => guests.add(guest));
    const taken = await new Promise<boolean>((resolve, reject) => {
      server.once('listening', () => resolve(true));
      server.once('error', (error: NodeJS.ErrnoException) =>
        error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
      );
      server.listen(NAME);
    });
    if (taken)
      return async () => {
        for (const guest of guests) guest.destroy();
        server.close();
        await once(server, 'close');
      };
    await ownerGone();
  }
}

async function ownerGone(): Promise<void> {
  const socket = net.connect(NAME);
  await new Promise<void>((resolve) => {
    // refused: it let go between our two calls
    socket.once('error', () => resolve()).once('close', () => resolve());
    socket.resume();
  });
}
