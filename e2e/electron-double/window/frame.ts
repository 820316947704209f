import type { Rectangle, Target } from '../chromium/browser.ts';
import type { Page } from '../contents/page.ts';
import { environment, OUT_OF_SIGHT } from '../environment.ts';

export const DISPLAY: Rectangle = { x: 0, y: 0, ...environment.display };

/**
 * Where a window is put that nobody shall see: the DevTools protocol has no way to hide one.
 * One that fills the screen stays there, as it is the only thing that may be seen.
 */
export function beside(bounds: Rectangle): Rectangle {
  return { ...bounds, x: OUT_OF_SIGHT };
}

/** Chromium's window around a page: how large it is and whether it fills the screen. */
export class WindowFrame {
  readonly #target = Promise.withResolvers<Target>();
  #last: Promise<unknown> = Promise.resolve();

  constructor(page: Page) {
    page.beforeFirstScript((target) => this.#target.resolve(target));
  }

  /** The page itself gets this size. */
  place({ x, y, width, height }: Rectangle): Promise<unknown> {
    return this.#next(async ({ windowId, session }) => {
      await session.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'normal' } });
      await session.send('Browser.setContentsSize', { windowId, width, height });
      await session.send('Browser.setWindowBounds', { windowId, bounds: { left: x, top: y } });
    });
  }

  /** Without a window manager nobody enlarges a fullscreen window, so it has to have that size before. */
  fill(): Promise<unknown> {
    return this.#next(async ({ windowId, session }) => {
      const { x: left, y: top, width, height } = DISPLAY;
      await session.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'normal' } });
      await session.send('Browser.setWindowBounds', { windowId, bounds: { left, top, width, height } });
      await session.send('Browser.setWindowBounds', { windowId, bounds: { windowState: 'fullscreen' } });
    });
  }

  /** One change after the other. */
  #next(change: (target: Target) => Promise<unknown>): Promise<unknown> {
    this.#last = Promise.all([this.#target.promise, this.#last]).then(([target]) => change(target));
    return this.#last;
  }
}
