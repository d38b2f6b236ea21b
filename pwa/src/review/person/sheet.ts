/** How much of a person's page fits on one printed sheet; the rest is counted in a line there. Pure. */

/** Answers and practices, the newest first. */
export const ANSWERS = 5
export const PRACTICES = 3

/** From so many on each open alert takes one line. */
const FEW_ALERTS = 4
const MOST_ALERTS = 16

const [LEAST_LINES, MOST_LINES] = [4, 10]
/** So many alerts take the room of one plot. */
const ALERTS_A_LINE = 2

interface OnSheet {
  alerts: number
  /** Each alert in one line. */
  isDense: boolean
  /** Plots of scores and daily numbers. */
  lines: number
}

/** Open alerts come first: the more there are, the fewer plots. */
export function onSheet(alerts: number): OnSheet {
  const shown = Math.min(alerts, MOST_ALERTS)
  const taken = Math.ceil(Math.max(0, shown - FEW_ALERTS) / ALERTS_A_LINE)
  return { alerts: shown, isDense: alerts > FEW_ALERTS, lines: Math.max(LEAST_LINES, MOST_LINES - taken) }
}

/** For what is on the page and not on the sheet. */
export const offSheet = (isOff: boolean): 'noprint' | undefined => (isOff ? 'noprint' : undefined)
