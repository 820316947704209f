import { type Members, whole } from '../guard.ts';

/** The main frame: the only one in which a preload runs, so the only one that ever sends. */
export function mainFrame(url: () => string): Electron.WebFrameMain {
  const frame: Electron.WebFrameMain = whole<Electron.WebFrameMain>('webFrameMain', {
    get url() {
      return url();
    },
    get origin() {
      return originOf(url());
    },
    get top() {
      return frame;
    },
    parent: null,
    name: '',
    processId: 1,
    routingId: 1,
    frameTreeNodeId: 1,
    isDestroyed: () => false,
  } satisfies Members<Electron.WebFrameMain>);
  return frame;
}

/** Chromium writes the origin of a file as `file://`, the URL class as `null`. */
function originOf(url: string): string {
  if (!URL.canParse(url)) return 'null';
  return url.startsWith('file:') ? 'file://' : new URL(url).origin;
}
