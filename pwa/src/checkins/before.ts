/** What the person's last answer to a form counted: a rule may ask what has risen since. Pure; the same as server/checkins/keep.py. */
import type { Questionnaire } from '../shared/form/questionnaire'
import type { Scores } from '../shared/form/rules'
import { scoresOf } from '../shared/form/score'
import type { AnswerSeen, Home } from '../shared/wire'
import { valuesOf } from './correct'
import { latest } from './due'

/** Without the answer that is being corrected, and what came after it. */
export function scoresBefore(form: Questionnaire, { answers }: Pick<Home, 'answers'>, revises?: Pick<AnswerSeen, 'id' | 'answered_at'>): Scores {
  const until = revises ? Date.parse(revises.answered_at) : Infinity
  const last = latest(answers.filter((one) => one.instrument === form.id && one.id !== revises?.id && Date.parse(one.answered_at) <= until))
  return last ? { ...scoresOf(form, valuesOf(last)), ...last.scores } : {}
}
