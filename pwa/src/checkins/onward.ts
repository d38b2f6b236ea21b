/** Where a form goes on after a question. Pure. */
import type { Questionnaire } from '../shared/form/questionnaire'
import type { Question, Round } from '../shared/form/questions'
import type { Draft } from './draft'
import { stepMissing } from './draft'

/** Why it does not go on: this question wants an answer, now or before the form can be saved. */
export type Refusal = 'required' | 'wanted'

type Onward = 'save' | { step: number; why?: Refusal }

/** To the question behind it, then to one that still wants an answer; `asked` are those of the draft. */
export function onward(draft: Draft, form: Questionnaire, asked: readonly Question[], key: string): Onward {
  const step = asked.findIndex((one) => one.key === key) + 1
  if (step < asked.length) return { step }
  const wanted = stepMissing(draft, form, asked)
  return wanted === undefined ? 'save' : { step: wanted, why: 'wanted' }
}

/** The first question of the round that was just added behind `round`. */
export const roundAfter = ({ group, count }: Round, asked: readonly Question[]): number =>
  asked.findIndex(({ begins }) => begins.some((round) => round.group === group && round.n === count))
