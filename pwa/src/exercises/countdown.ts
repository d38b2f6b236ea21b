/**
 * A count-down that is computed from moments and never counted, so that it is right when a phone wakes from its sleep.
 * Milliseconds; moments since 1970.
 */
export interface Countdown {
  /** What had run until it was last paused. */
  readonly ran: number
  /** Since when it runs; null while it is paused. */
  readonly since: number | null
}

export const begun = (moment: number): Countdown => ({ ran: 0, since: moment })

/** A clock that was set back takes nothing away. */
export const elapsed = ({ ran, since }: Countdown, moment: number): number => ran + (since === null ? 0 : Math.max(0, moment - since))

export const paused = (run: Countdown, moment: number): Countdown => ({ ran: elapsed(run, moment), since: null })

export const resumed = (run: Countdown, moment: number): Countdown => ({ ran: elapsed(run, moment), since: moment })

/** Whole seconds, as people count down: 1 until the very end, then 0. */
export const secondsLeft = (run: Countdown, seconds: number, moment: number): number =>
  Math.max(0, Math.ceil(seconds - elapsed(run, moment) / 1000))
