/** The first argument of every Electron event: can be prevented, and carries what the event is about. */
export type ElectronEvent<About extends object = object> = Electron.Event<About>;

export function electronEvent(): ElectronEvent;
export function electronEvent<About extends object>(about: About): ElectronEvent<About>;
export function electronEvent(about: object = {}): ElectronEvent {
  let prevented = false;
  return Object.defineProperties(
    { preventDefault: () => {} },
    {
      ...Object.getOwnPropertyDescriptors(about),
      preventDefault: {
        value: () => {
          prevented = true;
        },
      },
      defaultPrevented: { get: () => prevented },
    },
  ) as ElectronEvent;
}
