import type { Channel } from './channel.ts';
import { serve } from './serve.ts';

/** What Electron gives a utility process; Node has no such property. */
interface ParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): void;
}

serve(channelToParent());

function channelToParent(): Channel {
  // Ctrl+C goes to the whole terminal group: the main process decides when the token is let go
  process.on('SIGINT', () => {});
  const port = (process as { parentPort?: ParentPort }).parentPort;
  if (port)
    return {
      post: (message) => port.postMessage(message),
      onMessage: (listener) => port.on('message', ({ data }) => listener(data)),
      // Electron ends a utility process with its parent
      onClose: () => {},
    };
  if (!process.send) throw new Error('The card process is started by Recard, not by hand.');
  process.on('disconnect', () => process.exit());
  return {
    post: (message) => process.send?.(message),
    onMessage: (listener) => process.on('message', listener),
    onClose: (listener) => process.on('disconnect', () => listener('the main process ended')),
  };
}
