import './icon.css';

/** Line icons on a grid of 24. */
const SHAPES = {
  globe: <path d="M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3 12h18M12 3c5 5 5 13 0 18M12 3c-5 5-5 13 0 18" />,
  text: <path d="M2.5 18.5 7.5 5.5l5 13M4.2 14.2h6.6M14.5 18.5 18 9.5l3.5 9M15.7 15.5h4.6" />,
  contrast: (
    <>
      <circle cx="12" cy="12" r="9" />
      <path d="M12 3a9 9 0 0 1 0 18z" fill="currentColor" />
    </>
  ),
  lower: <path d="M12 3v12M7 10.5l5 5 5-5M4 20.5h16" />,
  higher: <path d="M12 16V4M7 8.5l5-5 5 5M4 20.5h16" />,
  staff: <path d="M16 7.5a4 4 0 1 1-8 0 4 4 0 0 1 8 0zM4.5 21c0-4.5 3.2-7 7.5-7s7.5 2.5 7.5 7" />,
  check: <path d="M4.5 12.5 10 18 19.5 6.5" />,
  now: (
    <>
      <circle cx="12" cy="12" r="4" fill="currentColor" stroke="none" />
      <circle cx="12" cy="12" r="8.5" />
    </>
  ),
  todo: <circle cx="12" cy="12" r="8.5" />,
  arrow: <path d="M4 12h15M13 5.5l6.5 6.5L13 18.5" />,
  plus: <path d="M12 5v14M5 12h14" />,
  minus: <path d="M5 12h14" />,
  print: (
    <path d="M7 9V3.5h10V9M7 17.5H4.5A1.5 1.5 0 0 1 3 16v-5.5A1.5 1.5 0 0 1 4.5 9h15a1.5 1.5 0 0 1 1.5 1.5V16a1.5 1.5 0 0 1-1.5 1.5H17M7 14h10v6.5H7z" />
  ),
  code: (
    <path d="M3.5 3.5h6v6h-6zM14.5 3.5h6v6h-6zM3.5 14.5h6v6h-6zM14.5 14.5h2v2M20.5 14.5v2.5M14.5 20.5h2M20.5 20.5h0" />
  ),
  save: <path d="M12 3.5v11M7 10l5 5 5-5M4 15.5v3a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-3" />,
  none: <path d="M6 3.5h12v17l-3-2-3 2-3-2-3 2zM3 21 21 3" />,
  points: <path d="m12 3 2.7 5.8 6.3.8-4.6 4.4 1.2 6.3L12 17.2l-5.6 3.1 1.2-6.3L3 9.6l6.3-.8z" />,
  purse: (
    <path d="M3.5 8.5v9A2.5 2.5 0 0 0 6 20h12.5a2 2 0 0 0 2-2v-7.5a2 2 0 0 0-2-2H5A1.5 1.5 0 0 1 5 4.5h12M16.3 14.2h.05" />
  ),
  coupons: <path d="M3 7h18v3.2a1.9 1.9 0 0 0 0 3.6V17H3v-3.2a1.9 1.9 0 0 0 0-3.6zM9.5 7v10" />,
  ticket: <path d="M6.5 3h11v18l-1.9-1.4-1.8 1.4-1.8-1.4-1.8 1.4-1.8-1.4L6.5 21zM9.5 8h5M9.5 12h5" />,
  membership: <path d="M17.5 9a5.5 5.5 0 1 1-11 0 5.5 5.5 0 0 1 11 0zM8.5 13.5 7 21l5-2.6 5 2.6-1.5-7.5" />,
  preferences: <path d="M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8v4.4M9 14.8v4.4" />,
  opaque: <path d="M4 7.5 12 3l8 4.5v9L12 21l-8-4.5zM4 7.5l8 4.5 8-4.5M12 12v9" />,
  id: (
    <path d="M3 7.5A2.5 2.5 0 0 1 5.5 5h13A2.5 2.5 0 0 1 21 7.5v9a2.5 2.5 0 0 1-2.5 2.5h-13A2.5 2.5 0 0 1 3 16.5zM10.5 11a2 2 0 1 1-4 0 2 2 0 0 1 4 0zM5.8 16c.3-1.6 1.3-2.3 2.7-2.3s2.4.7 2.7 2.3M14 10h4M14 14h4" />
  ),
  hand: (
    <path d="M4 13.5c0-1 .8-1.6 1.7-1.3l3.3 1.3h4a1.6 1.6 0 0 1 0 3.2H10M4 13.5V20M14.5 16l4.3-2c1.7-.7 3 1.2 1.7 2.4L15 20.5H4M12 10V3.5M9 6.5l3-3 3 3" />
  ),
  listen: (
    <path d="M4 14v-2a8 8 0 0 1 16 0v2M4 14h2.2a1 1 0 0 1 1 1v4a1 1 0 0 1-1 1H5.5A1.5 1.5 0 0 1 4 18.5zM20 14h-2.2a1 1 0 0 0-1 1v4a1 1 0 0 0 1 1h.7a1.5 1.5 0 0 0 1.5-1.5z" />
  ),
  quiet: <path d="M7 7h10v10H7z" fill="currentColor" />,
  clock: <path d="M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5.5l3.5 2" />,
  card: (
    <path d="M2.5 7.5A2.5 2.5 0 0 1 5 5h14a2.5 2.5 0 0 1 2.5 2.5v9A2.5 2.5 0 0 1 19 19H5a2.5 2.5 0 0 1-2.5-2.5zM6 11h3v2.5H6z" />
  ),
  read: (
    <path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM15 12a3 3 0 1 1-6 0 3 3 0 0 1 6 0z" />
  ),
  ask: (
    <path d="M7 18.5a4.5 4.5 0 0 1-.6-8.96 6 6 0 0 1 11.5-1.1A5 5 0 0 1 17.5 18.5zM9.5 13.5l2 2 3.5-3.5" />
  ),
  prepare: <path d="M20 11.5A8 8 0 0 0 5.6 7M4 4v4h4M4 12.5A8 8 0 0 0 18.4 17M20 20v-4h-4" />,
  lock: (
    <path d="M5 12.5a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H7a2 2 0 0 1-2-2zM8 10.5V8a4 4 0 0 1 8 0v2.5" />
  ),
  alert: <path d="M12 3.5 22 20.5H2zM12 10v5M12 17.8v.2" />,
  close: <path d="M5.5 5.5l13 13M18.5 5.5l-13 13" />,
  back: <path d="M9 5 2.5 12 9 19M3 12h18" />,
  move: <path d="M3 7h9v10H3zM15.5 12H22M19 8.5l3.5 3.5-3.5 3.5M5.5 10h2" />,
  exchange: (
    <path d="M3 6h11v7.5M3 6v9h6M10.5 13.5H21v7.5H10.5zM16 9.5l1.8-1.8M20 5.5v0M13 17h2.5M17.5 6.5h3v3" />
  ),
  together: <path d="M2.5 5h9v6h-9zM12.5 13h9v6h-9zM15 8h3.5v2.5M9 16H5.5v-2.5" />,
  find: <path d="M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5 21 21" />,
  undo: <path d="M8.5 4.5 4 9l4.5 4.5M4 9h10a5.5 5.5 0 0 1 0 11h-3" />,
  question: (
    <path d="M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM9.3 9.5a2.7 2.7 0 1 1 4.1 2.3c-.9.5-1.4 1-1.4 2M12 17v.1" />
  ),
} as const;

export type IconName = keyof typeof SHAPES;

export function Icon({ name, flips = false }: { readonly name: IconName; readonly flips?: boolean }) {
  return (
    <svg className={flips ? 'icon flips' : 'icon'} viewBox="0 0 24 24" aria-hidden="true">
      {SHAPES[name]}
    </svg>
  );
}
