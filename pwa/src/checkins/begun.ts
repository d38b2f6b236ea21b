/** Which check-ins have been begun on this phone: each is kept as a draft until it is answered. */
import { useEffect, useState } from 'preact/hooks'
import { draftKeys } from '../data/db'
import type { Questionnaire } from '../shared/form/questionnaire'
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

/** The full forms that answers have opened, and that wait for the rest. Pure. */
export function unfinished(keys: ReadonlySet<string>, body: Pick<Home, 'check_ins' | 'instruments' | 'answers'>): Unfinished[] {
  return [...keys].flatMap((key) => {
    const [kind, id, opened] = key.split(':')
    const checkIn = body.check_ins.find((one) => one.id === id)
    const form = opened === undefined ? undefined : formOf(body, opened)
    const isOver = body.answers.some(({ check_in, instrument }) => check_in === id && instrument === opened)
    return kind === BEGUN && checkIn?.answered_at && form && !isOver ? [{ checkIn, form }] : []
  })
}

/** The keys of all drafts on this phone; none before they were looked up. */
export function useBegun(body: Home): ReadonlySet<string> {
  const [keys, setKeys] = useState<readonly string[]>([])
  useEffect(() => void draftKeys().then(setKeys, () => undefined), [body])
  return new Set(keys)
}
