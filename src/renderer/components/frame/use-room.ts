import { type RefObject, useLayoutEffect } from 'react';
import type { Form } from '../../comfort/form.ts';
import { fitPicture } from './fit-picture.ts';

/** Below this scale a sleeve would end in the middle of the screen, so the hand goes. */
const HANDLESS = 0.8;

/**
 * On the portrait panel the drawing has one place. Only when words need that place (larger text, lower
 * controls) it gives way: it shrinks into what is left between the sentence and the action.
 */
export function useRoom(kiosk: RefObject<HTMLElement | null>, form: Form, lowered: boolean): void {
  useLayoutEffect(() => {
    const root = kiosk.current;
    const stage = root?.querySelector<HTMLElement>('.stage') ?? null;
    if (root === null || stage === null) return undefined;
    const say = root.querySelector<HTMLElement>('.say');
    const bar = root.querySelector<HTMLElement>('.bar');
    const below = root.querySelector<HTMLElement>('.do, .sheet') ?? root.querySelector<HTMLElement>('.ledge');
    const fit = () => {
      if (form !== 'portrait' || say === null || bar === null || below === null) {
        stage.style.removeProperty('transform');
        delete stage.dataset.small;
        return;
      }
      const top = (lowered ? bar : say).getBoundingClientRect().bottom;
      const bottom = (lowered ? say : below).getBoundingClientRect().top;
      const { scale, shift } = fitPicture({
        top,
        bottom,
        height: root.clientHeight,
        width: root.clientWidth,
      });
      stage.dataset.small = String(scale < HANDLESS);
      stage.style.transform = `translateY(${shift.toFixed(1)}px) scale(${scale.toFixed(3)})`;
    };
    fit();
    const observer = new ResizeObserver(fit);
    for (const element of [root, say, below]) if (element !== null) observer.observe(element);
    return () => observer.disconnect();
  });
}
