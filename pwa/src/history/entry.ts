/** Pure: what somebody answered, each with what it said before it was corrected. */
import type { Questionnaire } from '../shared/form/questionnaire'
import { valuesIn } from '../shared/form/questionnaire'
import { scoresOf } from '../shared/form/score'
import type { SaidAnswer } from '../shared/said'
import type { CheckInOut, HistoryAnswer } from '../shared/wire'

export interface Entry {
  answer: HistoryAnswer
  /** What it said before, the latest first. */
  earlier: readonly HistoryAnswer[]
  /** As it was said at first: a correction is about the same moment. */
  first: HistoryAnswer
  /** Only this phone has it. */
  isUnsent: boolean
}

/** The newest first. `mine` is what was said on this phone and the server may not tell yet. */
export function entriesOf(told: readonly HistoryAnswer[], mine: readonly HistoryAnswer[]): Entry[] {
  const known = new Map(told.map((answer) => [answer.id, answer]))
  const all = [...mine.filter(({ id }) => !known.has(id)), ...told]
  const byId = new Map(all.map((answer) => [answer.id, answer]))
  const corrected = new Set(all.map(({ revises }) => revises))
  return all
    .filter(({ id }) => !corrected.has(id))
    .map((answer) => entryOf(answer, before(answer, byId), !known.has(answer.id)))
    .toSorted((one, other) => Date.parse(other.first.answered_at) - Date.parse(one.first.answered_at))
}

const entryOf = (answer: HistoryAnswer, earlier: readonly HistoryAnswer[], isUnsent: boolean): Entry =>
  ({ answer, earlier, first: earlier.at(-1) ?? answer, isUnsent })

function before({ revises }: HistoryAnswer, byId: ReadonlyMap<string, HistoryAnswer>): HistoryAnswer[] {
  const one = revises === null ? undefined : byId.get(revises)
  return one ? [one, ...before(one, byId)] : []
}

/** What it says now, at the moment it was first said. */
export const saidAt = ({ answer, first }: Entry): HistoryAnswer => ({ ...answer, answered_at: first.answered_at })

/** What was said on this phone, as the server will tell it. */
export const onThisPhone = (answers: readonly SaidAnswer[], checkIns: readonly CheckInOut[], forms: readonly Questionnaire[]): HistoryAnswer[] =>
  answers.flatMap((answer) => (answer.about ? [toldAs(answer, answer.about, checkIns, forms)] : []))

type About = NonNullable<SaidAnswer['about']>

function toldAs({ id, check_in, instrument, answered_at }: SaidAnswer, { version, items, revises }: About, checkIns: readonly CheckInOut[], forms: readonly Questionnaire[]): HistoryAnswer {
  const asked = checkIns.find((one) => one.id === check_in)
  const form = formFor({ instrument, version }, forms)
  return {
    id, check_in, instrument, version, answered_at, items,
    received_at: answered_at,
    for_day: asked?.local_date ?? null,
    late: asked !== undefined && Date.parse(answered_at) >= Date.parse(asked.closes_at),
    scores: form ? scoresOf(form, valuesIn(items)) : {},
    seen_by: null, seen_at: null, replies: [],
    revises: revises ?? null, superseded: false, revisable_until: null,
  }
}

/** The very version that was answered. */
export const formFor = ({ instrument, version }: Pick<HistoryAnswer, 'instrument' | 'version'>, forms: readonly Questionnaire[]): Questionnaire | undefined =>
  forms.find((form) => form.id === instrument && form.version === version)
