/** Which check-ins have been begun on this phone: each is kept as a draft until it is answered. */
import { useEffect, useState } from 'preact/hooks'
import { draftKeys } from '../data/db'
import type { Questionnaire } from '../shared/form/questionnaire'
import { OURS, parts, valuesIn } from '../shared/form/questionnaire'
import { scoresOf } from '../shared/form/score'
import type { Moment } from '../shared/i18n'
import { localDate } from '../shared/i18n'
import type { AnswerSeen, CheckInOut, Home } from '../shared/wire'
import { formOf } from './names'

const BEGUN = 'check-in'

/** Where a draft is kept; there is one for answers that nobody asked for. `opened` is the form that a short one opened. */
export const keyOf = (checkIn: string | undefined, opened?: string): string =>
  [BEGUN, checkIn ?? 'today', ...(opened ? [opened] : [])].join(':')

export interface Unfinished {
  checkIn: CheckInOut
  form: Questionnaire
}

type Known = Pick<Home, 'answers' | 'instruments' | 'person'>

/**
 * Whether one of these forms was answered behind this check-in, or on the local day of a moment: nobody is asked for it
 * twice in an evening. There only an answer that has its score counts: one with every question skipped says nothing yet.
 * With null it is about the check-in alone.
 */
export const isAnswered = (names: readonly string[], checkIn: string | undefined, at: Moment | null, body: Known): boolean =>
  body.answers.some((one) => names.includes(one.instrument) && ((checkIn !== undefined && one.check_in === checkIn) || (at !== null && isOfDay(one, at, body))))

const isOfDay = (answer: AnswerSeen, at: Moment, body: Known): boolean =>
  localDate(answer.answered_at, body.person.zone) === localDate(at, body.person.zone) && isScored(answer, body)

/** Of an answer that has just been given the form itself tells; one that counts nothing has no score to miss. */
function isScored({ instrument, items, scores }: AnswerSeen, body: Known): boolean {
  const form = formOf(body, instrument)
  const counted = { ...(form && scoresOf(form, valuesIn(items ?? []))), ...scores }
  return Object.keys(counted).length > 0 || (form !== undefined && parts(form, `${OURS}score`).length === 0)
}

/** The full forms that answers have opened, and that wait for the rest. Pure. */
export function unfinished(keys: ReadonlySet<string>, body: Known & Pick<Home, 'check_ins'>): Unfinished[] {
  return [...keys].flatMap((key) => {
    const [kind, id, opened] = key.split(':')
    const checkIn = body.check_ins.find((one) => one.id === id)
    const form = opened === undefined ? undefined : formOf(body, opened)
    const waits = kind === BEGUN && checkIn?.answered_at && form && !isAnswered([form.id], id, checkIn.answered_at, body)
    return waits ? [{ checkIn, form }] : []
  })
}

/** The keys of all drafts on this phone; none before they were looked up. */
export function useBegun(body: Home): ReadonlySet<string> {
  const [keys, setKeys] = useState<readonly string[]>([])
  useEffect(() => void draftKeys().then(setKeys, () => undefined), [body])
  return new Set(keys)
}
