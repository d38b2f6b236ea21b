/**
 * What was said on this phone and is not yet in what the server tells. It is laid over the home the server last told,
 * so that every page shows it at once, offline too, and taken off again when the server tells it back.
 */
import type { SaidCommitment } from './commitments'
import { withOwn } from './commitments'
import type { SaidDose, SaidMedication, SaidSharing } from './medication'
import { withTaken } from './medication'
import type { SaidChoice, SaidSnooze } from './reminders'
import { withChosen } from './reminders'
import type { OwnTime } from './rhythm'
import { moved, timedAt } from './rhythm'
import type { AnswerIn, AnswerSeen, CheckInOut, Home, HomePerson, PracticeOut, ProfileIn, ReplyOut, RhythmOut } from './wire'

export interface Said {
  answers: readonly SaidAnswer[]
  practices: readonly PracticeOut[]
  agreed: readonly { version: string; agreed_at: string }[]
  /** `item` is its id in the outbox. */
  profile?: ProfileIn & { readonly item: string }
  /** At most one for each slot. */
  times?: readonly OwnTime[]
  /** At most one for each session. */
  replies?: readonly SaidReply[]
  /** At most one for each of the person's own times. */
  commitments?: readonly SaidCommitment[]
  /** Of one's reminders; at most one of each name. */
  choices?: readonly SaidChoice[]
  /** At most one for each session or check-in. */
  snoozed?: readonly SaidSnooze[]
  /** At most one for each medication. */
  medications?: readonly SaidMedication[]
  /** At most one for each dose. */
  doses?: readonly SaidDose[]
  /** Whether staff see what is taken; at most one. */
  sharing?: readonly SaidSharing[]
}

/** `item` is its id in the outbox, `starts_at` when the session was as this phone showed it; an older app kept none. */
export type SaidReply = ReplyOut & { readonly item: string; readonly starts_at?: string | null }

export type SaidAnswer = Pick<AnswerSeen, 'id' | 'check_in' | 'instrument' | 'answered_at'> & {
  /** What was said, and the answer that it corrects; what an older version of the app kept lacks it. */
  readonly about?: Pick<AnswerIn, 'version' | 'items' | 'revises'>
}

export const nothingSaid: Said = { answers: [], practices: [], agreed: [] }

/** The home as the person should see it now. */
export function withSaid(home: Home, said: Said): Home {
  const ids = new Set(home.answers.map(({ id }) => id))
  const mine = said.answers.filter(({ id }) => !ids.has(id)).map((one) => seen(one, home.check_ins))
  const corrected = new Set(said.answers.flatMap(({ about }) => about?.revises ?? []))
  const done = new Set(home.practices.map(({ id }) => id))
  const agreement = said.agreed.find(({ version }) => version === home.proposed?.id)
  return {
    ...home,
    ...(said.profile ? { person: addressed(home.person, said.profile) } : {}),
    rhythm: rhythmOf(home).map((line) => atOwnTime(line, said)),
    replies: repliesIn(home, said),
    ...((home as Partial<Home>).reminders ? { reminders: withChosen(home.reminders, said) } : {}),
    medication: withTaken((home as Partial<Home>).medication, said, home.person),
    commitments: withOwn((home as Partial<Home>).commitments ?? [], said.commitments ?? []),
    check_ins: home.check_ins.map((checkIn) => answered(opening(checkIn, home, said), said)),
    answers: [...mine, ...home.answers].filter(({ id }) => !corrected.has(id)),
    practices: [...said.practices.filter(({ id }) => !done.has(id)), ...home.practices],
    ...(agreement && home.proposed
      ? { plan: { ...home.proposed, agreed_at: agreement.agreed_at }, proposed: null }
      : {}),
  }
}

/** How long an answer can be corrected, from the first one on. The server counts from when it arrived, so it never allows less. */
const REVISABLE = 24 * 3_600_000

function seen({ about, ...one }: SaidAnswer, checkIns: readonly CheckInOut[]): AnswerSeen {
  const checkIn = checkIns.find(({ id }) => id === one.check_in)
  const until = about && !about.revises ? new Date(Date.parse(one.answered_at) + REVISABLE).toISOString() : null
  return {
    ...one,
    version: about?.version ?? '',
    late: checkIn !== undefined && Date.parse(one.answered_at) >= Date.parse(checkIn.closes_at),
    seen_by: null,
    seen_at: null,
    replies: [],
    revisable_until: until,
    items: about?.items ?? null,
    // The form itself tells them, as long as the items are here.
    scores: {},
  }
}

const addressed = (person: HomePerson, { called, zone, language, phone = person.phone }: ProfileIn): HomePerson => ({ ...person, called, zone, language, phone })

/** A home that an older version of the app kept has none. */
const rhythmOf = ({ rhythm }: { rhythm?: readonly RhythmOut[] }): readonly RhythmOut[] => rhythm ?? []

function repliesIn({ replies = [], occurrences = [] }: Partial<Home>, { replies: said = [] }: Said): ReplyOut[] {
  const mine = said.filter((one) => holds(one, occurrences))
  const newer = new Set(mine.map(({ occurrence }) => occurrence))
  return [...replies.filter(({ occurrence }) => !newer.has(occurrence)), ...mine]
}

/** As the server sees it: who is here for a session is here for it an hour earlier or later. */
const NEAR = 3_600_000

/** What was said of a session is not said of another time. */
function holds({ occurrence, kind, starts_at }: SaidReply, occurrences: Home['occurrences']): boolean {
  const now = occurrences.find(({ id }) => id === occurrence)
  if (!now || !starts_at) return true
  return Math.abs(Date.parse(now.starts_at) - Date.parse(starts_at)) <= (kind === 'here' ? NEAR : 0)
}

const timeFor = ({ times = [] }: Said, slot: string): OwnTime | undefined => times.find((one) => one.slot === slot)

function atOwnTime(line: RhythmOut, said: Said): RhythmOut {
  const own = timeFor(said, line.slot)
  return own ? timedAt(line, own.wall_time) : line
}

function opening(checkIn: CheckInOut, home: Home, said: Said): CheckInOut {
  const own = timeFor(said, checkIn.slot)
  const line = rhythmOf(home).find(({ slot }) => slot === checkIn.slot)
  return (own && line && moved(checkIn, line.wall_time, own.wall_time ?? line.usual, new Date(own.said_at))) ?? checkIn
}

function answered(checkIn: CheckInOut, said: Said): CheckInOut {
  const answer = said.answers.find(({ check_in }) => check_in === checkIn.id)
  if (!answer || checkIn.answered_at) return checkIn
  return { ...checkIn, answered_at: answer.answered_at }
}

/** What of it the server does not tell yet. `unsent` are the ids still in the outbox; `arrived` as in `withoutSettings`. */
export function unconfirmed(home: Home, said: Said, unsent: ReadonlySet<string>, arrived: ReadonlySet<string>): Said {
  const answers = new Set(home.answers.map(({ id }) => id))
  const practices = new Set(home.practices.map(({ id }) => id))
  // What was corrected is not told back: its correction is.
  const corrected = said.answers.flatMap(({ id, about }) => (answers.has(id) && about?.revises ? about.revises : []))
  for (const id of corrected) answers.add(id)
  return {
    ...withoutSettings(said, arrived),
    answers: said.answers.filter(({ id }) => !answers.has(id) || unsent.has(id)),
    practices: said.practices.filter(({ id }) => !practices.has(id) || unsent.has(id)),
    agreed: said.agreed.filter(({ version }) => home.proposed?.id === version),
  }
}

/** The ids in the outbox of what is a setting: the server keeps only the latest of each. */
export const settingsIn = ({ profile, ...said }: Said): string[] =>
  [...(profile ? [profile] : []), ...lists.flatMap((name): readonly { readonly item: string }[] => said[name] ?? [])].map(({ item }) => item)

const lists = ['times', 'replies', 'commitments', 'choices', 'snoozed', 'medications', 'doses', 'sharing'] as const

/**
 * `items` are what had reached the server before it was asked, or what the person lets go. From then on the server's word
 * counts: another device may have changed the setting later, and then this one is never told back.
 */
export function withoutSettings({ profile, ...said }: Said, items: ReadonlySet<string>): Said {
  const rest: Said = said
  for (const name of lists) {
    const left = (said[name] ?? []).filter(({ item }: { readonly item: string }) => !items.has(item))
    delete rest[name]
    if (left.length > 0) Object.assign(rest, { [name]: left })
  }
  return { ...rest, ...(profile && !items.has(profile.item) ? { profile } : {}) }
}
