/** Pure: why somebody stands where they stand in the caseload, in words and numbers. */
import type { CaseloadRow, LastAnswer, Need } from '../shared/wire'
import { number } from '../shared/i18n'
import type { Language } from '../shared/words/language'
import type { Words } from './words'

/** A waiting plan is the person's turn, not the counselor's. */
const urgent: readonly Need[] = ['call', 'used', 'craving', 'unanswered']

export const needsSomeone = ({ needs }: Pick<CaseloadRow, 'needs'>): boolean => needs.some((need) => urgent.includes(need))

type Row = Pick<CaseloadRow, 'needs' | 'last_answer' | 'unanswered_in_row' | 'invite' | 'joined_at'>

/** One sentence for each need, the most pressing first; without any, what was said last. */
export function whyNow(row: Row, words: Words, language: Language): string[] {
  const { why } = words
  const sentences: Record<Need, () => string> = {
    call: () => why.call,
    used: () => why.used,
    craving: () => aboutCraving(row.last_answer, why, language),
    unanswered: () => why.unanswered(row.unanswered_in_row),
    proposed: () => why.proposed,
  }
  return row.needs.length > 0 ? row.needs.map((need) => sentences[need]()) : [lastSaid(row, words, language)]
}

const STRONG = 8
const RISE = 3

/** The need may come from an older answer than the last: then its numbers would not explain it. */
function aboutCraving(last: LastAnswer | null, why: Words['why'], language: Language): string {
  const [now, before] = [last?.craving ?? null, last?.craving_before ?? null]
  const up = now !== null && before !== null ? now - before : 0
  if (now === null || last?.reviewed || (now < STRONG && up < RISE)) return why.earlierCraving
  return up > 0 ? why.cravingUp(number(now, language), number(up, language)) : why.craving(number(now, language))
}

function lastSaid({ last_answer: last, invite, joined_at }: Row, words: Words, language: Language): string {
  if (last) return moodAndCraving(last, words, language)
  return joined_at ? words.why.nothing : `${capitalized(invite === 'expired' ? words.inviteOver : words.invited)}.`
}

/** "Mood 6, craving 2.", with what was skipped left out. */
export function moodAndCraving({ mood, craving }: { mood: number | null; craving: number | null }, { why }: Words, language: Language): string {
  const parts = [
    mood === null ? undefined : why.mood(number(mood, language)),
    craving === null ? undefined : why.cravingOnly(number(craving, language)),
  ].filter((part) => part !== undefined)
  return parts.length > 0 ? `${capitalized(parts.join(', '))}.` : why.numbersSkipped
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
