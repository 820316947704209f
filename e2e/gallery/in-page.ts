/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/** What the gallery's tests do and look for inside the page. These functions run there, so each stands alone. */

/** Shows the sample that `hash` names and waits until it is laid out, with its fonts and without movement. */
export async function showHash(hash: string): Promise<void> {
  if (window.location.hash !== `#${hash}`) {
    const changed = new Promise((resolve) => {
      window.addEventListener('hashchange', resolve, { once: true });
    });
    window.location.hash = hash;
    await changed;
  }
  const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
  while (document.querySelector('[data-screen]') === null) await frame();
  await document.fonts.ready;
  await frame();
  for (const animation of document.getAnimations()) animation.finish();
}

/** Milliseconds from the gallery's publishing its next screen to the picture in which light spreads. */
export async function timeToLight(): Promise<number> {
  const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
  while (document.querySelector('.wave') === null) await frame();
  const painted = await frame();
  const shown = performance.getEntriesByName('recard:shown').at(-1);
  return painted - (shown?.startTime ?? Number.NaN);
}

/** Text that leaves the window, is cut by its own box, or lies under another part of the screen. */
export function findMisplaced(): string[] {
  const found: string[] = [];
  const told = (element: Element): string => `${element.className} “${element.textContent?.slice(0, 40)}”`;
  // what a list has scrolled away can be reached, and is checked as far as it shows
  const awayInList = (element: HTMLElement): boolean => {
    const list = element.closest('[data-scrolls]')?.getBoundingClientRect();
    const box = element.getBoundingClientRect();
    return list !== undefined && (box.bottom > list.bottom || box.top < list.top);
  };
  const seen = (element: HTMLElement): boolean =>
    element.offsetParent !== null && element.closest('.unseen, svg') === null && !awayInList(element);
  const texts = document.querySelectorAll<HTMLElement>('h1, h2, p, b, small, span, dt, dd, li, button');
  for (const element of [...texts].filter(seen)) {
    const box = element.getBoundingClientRect();
    if (box.width === 0) continue;
    const outside = Math.max(-box.left, -box.top, box.right - innerWidth, box.bottom - innerHeight);
    if (outside > 1) found.push(`${told(element)} leaves the window by ${outside.toFixed(0)} px`);
    const { overflowX, display } = getComputedStyle(element);
    const cut = Math.max(
      element.scrollWidth - element.clientWidth,
      element.scrollHeight - element.clientHeight - 2,
    );
    if (overflowX !== 'visible' && display !== 'inline' && cut > 1)
      found.push(`${told(element)} is cut by ${cut} px`);
  }
  const parts = [
    ...document.querySelectorAll<HTMLElement>(
      '.bar, .say > *, .pair, .do > *, .sheet, .job-notes, .find, .copies, .carry, .merge, .head-end, .ledge > button',
    ),
  ].filter(seen);
  for (const [index, part] of parts.entries()) {
    const a = part.getBoundingClientRect();
    for (const other of parts.slice(index + 1)) {
      const b = other.getBoundingClientRect();
      const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (across > 1 && down > 2) found.push(`${told(part)} covers ${told(other)} by ${down.toFixed(0)} px`);
    }
  }
  return found;
}

/** Controls that are smaller than `least` mm in either direction, or lie upon one another where they show. */
export function findSmallControls(least: number): string[] {
  const mm = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--mm'));
  const awayInList = (element: HTMLElement): boolean => {
    const list = element.closest('[data-scrolls]')?.getBoundingClientRect();
    const box = element.getBoundingClientRect();
    return list !== undefined && (box.bottom > list.bottom || box.top < list.top);
  };
  const controls = [...document.querySelectorAll<HTMLElement>('button, label')].filter(
    (one) => one.offsetParent !== null && !awayInList(one),
  );
  const boxes = controls.map((control) => ({ control, box: control.getBoundingClientRect() }));
  const small = boxes
    .filter(({ box }) => Math.min(box.width, box.height) / mm < least - 0.05)
    .map(
      ({ control, box }) =>
        `${control.textContent}: ${(box.width / mm).toFixed(1)} × ${(box.height / mm).toFixed(1)} mm`,
    );
  const covered = boxes.flatMap(({ control, box }, index) =>
    boxes.slice(index + 1).flatMap((other) => {
      const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
      return across > 1 && down > 1 ? [`${control.textContent} covers ${other.control.textContent}`] : [];
    }),
  );
  return [...small, ...covered];
}
