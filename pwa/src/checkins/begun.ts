/** Which check-ins have been begun on this phone: each is kept as a draft until it is answered. */
import { useEffect, useState } from 'preact/hooks'
import { drafts } from '../data/db'
import type { Questionnaire } from '../shared/form/questionnaire'
import { OURS, parts, valuesIn } from '../shared/form/questionnaire'
import { scoresOf } from '../shared/form/score'
import type { Moment } from '../shared/i18n'
import { localDate } from '../shared/i18n'
import type { AnswerSeen, CheckInOut, Home } from '../shared/wire'
import type { Draft } from './draft'
import { stateAt } from './due'
import { formOf } from './names'

const BEGUN = 'check-in'

/** Where a draft is kept; there is one for answers that nobody asked for. `opened` is the form that a short one opened. */
export const keyOf = (checkIn: string | undefined, opened?: string): string =>
  [BEGUN, checkIn ?? 'today', ...(opened ? [opened] : [])].join(':')

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

export const isOfCheckIn = (key: string): boolean => key.startsWith(`${BEGUN}:`)

/** The page on which a draft is gone on with. */
export function pageOf(key: string): string {
  const [kind, id] = key.split(':')
  return `/check-in/${kind === BEGUN ? '' : 'correct/'}${id}`
}

type Whole = Known & Pick<Home, 'check_ins'>

/** Whether an answer to what a draft asks is known, given here or elsewhere; of a correction, whether what it corrects has gone. */
export function isSettled(key: string, body: Whole): boolean {
  const [kind, id, opened] = key.split(':')
  if (kind !== BEGUN) return !body.answers.some((one) => one.id === id)
  const asked = body.check_ins.find((one) => one.id === id)
  if (opened) return isAnswered([opened], id, asked?.answered_at ?? null, body)
  return Boolean(asked?.answered_at) || body.answers.some(({ check_in }) => check_in === id)
}

/** A check-in that was begun on this phone, or a full form behind one. */
export interface Begun {
  /** Of its draft. */
  key: string
  /** Undefined when nobody asked for it, and when the server tells of it no more. */
  checkIn: CheckInOut | undefined
  form: Questionnaire
  began_at: string
  /** A short form has opened it. */
  isBehind: boolean
}

type Drafts = ReadonlyMap<string, unknown>

/** Those in which something was answered, and that nobody has sent. Pure. */
function begunIn(all: Drafts, body: Whole): Begun[] {
  return [...all].flatMap(([key, draft]) => {
    const [kind, id, behind] = key.split(':')
    const { instrument = '', form = formOf(body, instrument), began_at, values = {} } = (draft ?? {}) as Partial<Draft>
    if (kind !== BEGUN || !form || !began_at || Object.keys(values).length === 0 || isSettled(key, body)) return []
    return [{ key, checkIn: body.check_ins.find((one) => one.id === id), form, began_at, isBehind: behind !== undefined }]
  })
}

/** Those that wait for the rest, beside the check-ins that are open anyhow. The server takes them however late, so they stay. Pure. */
export const unfinished = (all: Drafts, body: Whole, now: Date): Begun[] =>
  begunIn(all, body).filter(({ checkIn, isBehind }) => !checkIn || (isBehind ? checkIn.answered_at : stateAt(checkIn, now) !== 'open'))

/** What was begun of a check-in: itself, or the form behind it. Pure. */
export const begunOf = (checkIn: string | undefined, all: Drafts, body: Whole): Begun | undefined =>
  begunIn(all, body).find(({ key }) => `${key}:`.startsWith(`${keyOf(checkIn)}:`))

/** All drafts on this phone; none before they were looked up. */
export function useBegun(body: Home): Drafts {
  const [found, setFound] = useState<Drafts>(new Map())
  useEffect(() => void drafts().then(setFound, () => undefined), [body])
  return found
}
