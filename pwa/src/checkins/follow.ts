/** The full form that a short one opens right there. */
import { draft as stored } from '../data/db'
import type { Behind } from '../data/say'
import type { Questionnaire, Values } from '../shared/form/questionnaire'
import { openable, openedBy } from '../shared/form/rules'
import { questionsOf } from '../shared/form/questions'
import type { CheckInOut, Home } from '../shared/wire'
import { scoresBefore } from './before'
import { isAnswered, keyOf } from './begun'
import type { Draft } from './draft'
import { carriedOver, opening, resumed, stepOf } from './draft'
import { formOf } from './names'
import { worries } from './offer'

/** A full form, and where its draft is kept. */
export interface Full {
  form: Questionnaire
  key: string
}

/** One whose draft lies on the phone. */
export interface Opened extends Full {
  draft: Draft
  /** Where it goes on. */
  step: number
  /** When it was begun, if that was before it was opened. */
  resumedFrom: string | undefined
}

interface Asked {
  checkIn: CheckInOut | undefined
  body: Pick<Home, 'instruments' | 'answers' | 'person'>
}

/** Undefined when the answers do not ask for it, the phone has no such form, or it was answered already, here or today. */
export function followOf(form: Questionnaire, values: Values, { checkIn, body }: Asked, now: Date): Full | undefined {
  const names = openedBy(form, values)
  const full = names.flatMap((name) => formOf(body, name) ?? [])[0]
  return full && !isAnswered(names, checkIn?.id, now, body) ? { form: full, key: keyOf(checkIn?.id, full.id) } : undefined
}

/**
 * What an answer to a short form changes in the drafts behind it. One that was begun takes over what is said now and keeps
 * the rest, also where the short form is corrected and opens it no longer: it is the person's to finish or to leave.
 */
export const behindOf = (form: Questionnaire, values: Values, follows: Full | undefined, { checkIn, body }: Asked, now: Date): Behind[] =>
  openable(form).map((name) => {
    const key = keyOf(checkIn?.id, name)
    const onto = (there: unknown): Draft | undefined => {
      const begun = begunAs(name, there, body)
      const next = begun ? carriedOver(begun, form, values) : key === follows?.key ? opening(follows.form, values, now) : undefined
      return next && { ...next, worrying: worries(next, scoresBefore(next.form, body)) }
    }
    return { key, onto }
  })

function begunAs(name: string, there: unknown, body: Asked['body']): Draft | undefined {
  const form = formOf(body, name) ?? (there as Partial<Draft> | undefined)?.form
  return form && resumed(there, form)
}

/** Undefined where the phone can't tell what it has: then it is found on Today. */
export async function openedAt({ form, key }: Full, now: Date): Promise<Opened | undefined> {
  const draft = resumed(await stored(key).catch(() => undefined), form)
  if (!draft) return undefined
  const step = stepOf(draft, questionsOf(draft.form, 'en', draft.values, draft.rounds))
  return { form: draft.form, key, draft, step, resumedFrom: draft.began_at === now.toISOString() ? undefined : draft.began_at }
}
