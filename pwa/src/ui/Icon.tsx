const paths = {
  sun: 'M12 3v2M12 19v2M5 12H3M21 12h-2M6 6l1 1M17 17l1 1M18 6l-1 1M7 17l-1 1M12 8a4 4 0 1 0 0 8 4 4 0 1 0 0-8',
  calendar: 'M6 5h12a3 3 0 0 1 3 3v10a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3V8a3 3 0 0 1 3-3M3 10h18M8 3v4M16 3v4',
  wave: 'M2 12c3-6 5-6 7 0s4 6 6 0 4-6 7 0',
  map: 'M4 19V5l6-2 4 2 6-2v14l-6 2-4-2zM10 3v14M14 5v14',
  phone: 'M5 4h4l2 5-2.5 1.5a11 11 0 0 0 5 5L15 13l5 2v4a2 2 0 0 1-2 2A15 15 0 0 1 3 6a2 2 0 0 1 2-2',
  check: 'M20 6 9 17l-5-5',
  back: 'm15 5-7 7 7 7',
  next: 'm9 5 7 7-7 7',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4',
  message: 'M4 5h16v11H9l-5 4z',
  person: 'M12 4a4 4 0 1 0 0 8 4 4 0 1 0 0-8M4 21a8 8 0 0 1 16 0',
  people: 'M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 1 0 0-7M2 20a7 7 0 0 1 14 0M16 5.5a3.5 3.5 0 0 1 0 6.5M18.5 14.5A7 7 0 0 1 22 20',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  close: 'M6 6l12 12M18 6 6 18',
  printer: 'M7 8V3h10v5M7 17H4V9h16v8h-3M7 14h10v7H7z',
  leaf: 'M5 19C4 10 10 4 20 4c0 10-6 16-15 15M5 19l8-8',
  up: 'M12 19V5M6 11l6-6 6 6',
  down: 'M12 5v14M6 13l6 6 6-6',
  copy: 'M9 8h11v13H9zM15 8V3H4v13h5',
  clock: 'M12 3a9 9 0 1 0 0 18 9 9 0 1 0 0-18M12 7v5l3 3',
  dash: 'M6 12h12',
  warning: 'M12 4 2.5 20h19zM12 10v4.5M12 17.25v.25',
  ring: 'M12 5a7 7 0 1 0 0 14 7 7 0 1 0 0-14',
  tray: 'M4 13 6.5 5h11L20 13v6H4zM4 13h5a3 3 0 0 0 6 0h5',
  bars: 'M5 20v-8M12 20V4M19 20v-6',
  lines: 'M9 6h11M9 12h11M9 18h11M4 6h.01M4 12h.01M4 18h.01',
  dials: 'M3 8h9M18 8h3M3 16h3M12 16h9M15 5v6M9 13v6',
  more: 'M5 12h.01M12 12h.01M19 12h.01',
} as const

export type IconName = keyof typeof paths

/** Only decoration: the words beside it, or the label of its button, say what it means. */
export const Icon = ({ name }: { name: IconName }) => (
  <svg class="i" viewBox="0 0 24 24" aria-hidden="true">
    <path d={paths[name]} />
  </svg>
)
