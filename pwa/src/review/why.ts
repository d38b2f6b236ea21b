/** Pure: why somebody stands where they stand in the caseload, in words and numbers. */
import type { CaseloadRow, LastAnswer, NeedOut, Tier } from '../shared/wire'
import { number } from '../shared/i18n'
import type { Language } from '../shared/words/language'
import type { Words } from './words'

const tiers: readonly Tier[] = ['urgent', 'today', 'digest']

type Needing = Pick<CaseloadRow, 'needs' | 'alerts'>

/** The most pressing of what is known of somebody; undefined when nobody has to act, as on a plan that waits for the person. */
export function tierOf({ needs, alerts }: Needing): Tier | undefined {
  const known = [alerts.worst, ...needs.map(({ tier }) => tier)]
  return tiers.find((tier) => known.includes(tier))
}

/** Somebody has to act today, and nobody is on it. */
export const needsSomeone = ({ needs }: Pick<CaseloadRow, 'needs'>): boolean => needs.some(({ tier, handled }) => !handled && (tier === 'urgent' || tier === 'today'))

type Row = Pick<CaseloadRow, 'needs' | 'last_answer' | 'invite' | 'joined_at'>

/** One sentence for each need, the most pressing first; without any, what was said last. */
export const whyNow = (row: Row, words: Words, language: Language): string[] =>
  row.needs.length > 0 ? row.needs.map((need) => sentenceOf(need, words, language)) : [lastSaid(row, words, language)]

/** "Said they used. Somebody is on it." */
function sentenceOf(need: NeedOut, words: Words, language: Language): string {
  const said = saidOf(need, words, language)
  return need.handled ? `${said} ${words.why.handled[need.handled]}` : said
}

function saidOf(need: NeedOut, words: Words, language: Language): string {
  const { why } = words
  const fixed: Record<string, () => string> = {
    safety: () => (need.handled ? why.safetyHandled : why.safety),
    call: () => why.call,
    used: () => why.used,
    craving: () => aboutCraving(need, why, language),
    // Without a count it is over; somebody has to say so of its alert.
    sessions: () => (need.count === null ? why.earlierSessions : why.sessions(need.count)),
    cant_come: () => why.cantCome,
    absences_in_row: () => aboutLimit(need, why.inRow, why, language),
    absences_in_twelve_weeks: () => aboutLimit(need, why.inTwelveWeeks, why, language),
    unanswered: () => aboutSilence(need, words),
    score: () => aboutScore(need, words, language),
    silent_phone: () => why.silentPhone(need.count ?? 2),
    proposed: () => why.proposed,
  }
  return fixed[need.reason]?.() ?? ended(need.text?.[language] ?? plainOf(need.reason))
}

/** "One more missed session reaches the limit: 2 of 3 in a row." */
function aboutLimit({ count, value }: NeedOut, counts: (n: string, limit: string) => string, why: Words['why'], language: Language): string {
  const [missed, limit] = [count ?? 0, value ?? 0]
  return (missed < limit ? why.nearLimit : why.atLimit)(counts(number(missed, language), number(limit, language)))
}

/** "No answer on the last 3 days with check-ins." Where only one form is left: "PHQ-9: no answer the last 3 times." */
function aboutSilence({ count, instrument }: NeedOut, { why, formNames }: Words): string {
  if (count === null) return why.earlierUnanswered
  return instrument === null ? why.unansweredDays(count) : why.unansweredForm(capitalized(formName(instrument, formNames)), count)
}

/** A rule that came without words is still named. */
const plainOf = (reason: string): string => capitalized(reason.replaceAll('-', ' '))

const ended = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`)

function aboutCraving({ value, change }: NeedOut, why: Words['why'], language: Language): string {
  if (value === null) return why.earlierCraving
  const now = number(value, language)
  return change !== null && change > 0 ? why.cravingUp(now, number(change, language)) : why.craving(now)
}

/** "PHQ-9 score 14, up 6." */
function aboutScore({ text, instrument, value, change }: NeedOut, { score, formNames }: Words, language: Language): string {
  const title = text?.[language] ?? formName(instrument ?? '', formNames)
  const parts = [value === null ? title : score.is(title, number(value, language)), changeOf(change, score, language)]
  return `${parts.filter(Boolean).join(', ')}.`
}

export function changeOf(change: number | null, { up, down, same }: Words['score'], language: Language): string | undefined {
  if (change === null) return undefined
  if (change === 0) return same
  return (change > 0 ? up : down)(number(Math.abs(change), language))
}

function lastSaid({ last_answer: last, invite, joined_at }: Row, words: Words, language: Language): string {
  if (last) return hasNumbers(last) ? moodAndCraving(last, words, language) : words.why.answeredForm(formName(last.instrument, words.formNames))
  return joined_at ? words.why.nothing : `${capitalized(invite === 'expired' ? words.inviteOver : words.invited)}.`
}

const hasNumbers = ({ mood, craving, instrument }: LastAnswer): boolean => mood !== null || craving !== null || instrument === 'daily'

/** A form by its key, where its title is not at hand: "PHQ-9". */
const formName = (key: string, known: Readonly<Record<string, string>>): string => known[key] ?? key.toUpperCase()

/** "Mood 6, craving 2.", with what was skipped left out. */
function moodAndCraving({ mood, craving }: { mood: number | null; craving: number | null }, { why }: Words, language: Language): string {
  const parts = [
    mood === null ? undefined : why.mood(number(mood, language)),
    craving === null ? undefined : why.cravingOnly(number(craving, language)),
  ].filter((part) => part !== undefined)
  return parts.length > 0 ? `${capitalized(parts.join(', '))}.` : why.numbersSkipped
}

const capitalized = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
