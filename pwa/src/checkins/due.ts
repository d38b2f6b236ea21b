/** Which check-ins are due now. Pure: a phone that was offline for days works out their states itself. */
import type { AnswerSeen, CheckInOut, CheckInState } from '../shared/wire'

const TWO_DAYS = 2 * 86_400_000

export function stateAt({ answered_at, opens_at, closes_at }: CheckInOut, now: Date): CheckInState {
  if (answered_at) return Date.parse(answered_at) < Date.parse(closes_at) ? 'answered' : 'late'
  if (now.getTime() < Date.parse(opens_at)) return 'planned'
  return now.getTime() < Date.parse(closes_at) ? 'open' : 'missed'
}

export interface Due {
  /** Open now, the one that closes first at the front. */
  open: readonly CheckInOut[]
  /** Closed in the last two days without an answer, the latest first. One is still welcome. */
  late: readonly CheckInOut[]
  /** The next that opens. */
  next: CheckInOut | undefined
}

export function due(checkIns: readonly CheckInOut[], now: Date): Due {
  const closes = (one: CheckInOut) => Date.parse(one.closes_at)
  const are = (wanted: CheckInState) => checkIns.filter((one) => stateAt(one, now) === wanted)
  return {
    open: are('open').sort((one, other) => closes(one) - closes(other)),
    late: are('missed')
      .filter((one) => now.getTime() - closes(one) < TWO_DAYS)
      .sort((one, other) => closes(other) - closes(one)),
    next: are('planned').sort((one, other) => Date.parse(one.opens_at) - Date.parse(other.opens_at))[0],
  }
}

/** The check-in that an address names, else the one that is open, else none: a check-in nobody asked for. */
export const chosen = (id: string | undefined, checkIns: readonly CheckInOut[], now: Date): CheckInOut | undefined =>
  checkIns.find((one) => one.id === id) ?? due(checkIns, now).open[0]

/** The latest answer to it, with that form where one is named; with null, to no check-in. */
export const answerTo = (checkIn: string | null, answers: readonly AnswerSeen[], form?: string): AnswerSeen | undefined =>
  latest(answers.filter(({ check_in, instrument }) => check_in === checkIn && (form ?? instrument) === instrument))

export const latest = (answers: readonly AnswerSeen[]): AnswerSeen | undefined =>
  answers.toSorted((one, other) => Date.parse(other.answered_at) - Date.parse(one.answered_at))[0]
