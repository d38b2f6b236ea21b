/** Which check-ins have been begun on this phone: each is kept as a draft until it is answered. */
import { useEffect, useState } from 'preact/hooks'
import { draftKeys } from '../data/db'
import type { Questionnaire } from '../shared/form/questionnaire'
import type { Moment } from '../shared/i18n'
import { localDate } from '../shared/i18n'
import type { CheckInOut, Home } from '../shared/wire'
import { formOf } from './names'

const BEGUN = 'check-in'

/** Where a draft is kept; there is one for answers that nobody asked for. `opened` is the form that a short one opened. */
export const keyOf = (checkIn: string | undefined, opened?: string): string =>
  [BEGUN, checkIn ?? 'today', ...(opened ? [opened] : [])].join(':')

export interface Unfinished {
  checkIn: CheckInOut
  form: Questionnaire
}

/**
 * Whether one of these forms was answered behind this check-in, or at all on the local day of a moment: nobody is asked
 * for it twice in an evening. With null it is about the check-in alone.
 */
export const isAnswered = (names: readonly string[], checkIn: string | undefined, at: Moment | null, { answers, person: { zone } }: Pick<Home, 'answers' | 'person'>): boolean =>
  answers.some(({ check_in, instrument, answered_at }) =>
    names.includes(instrument) && ((checkIn !== undefined && check_in === checkIn) || (at !== null && localDate(answered_at, zone) === localDate(at, zone))))

/** The full forms that answers have opened, and that wait for the rest. Pure. */
export function unfinished(keys: ReadonlySet<string>, body: Pick<Home, 'check_ins' | 'instruments' | 'answers' | 'person'>): Unfinished[] {
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
