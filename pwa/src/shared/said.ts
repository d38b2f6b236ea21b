/**
 * What was said on this phone and is not yet in what the server tells. It is laid over the home the server last told,
 * so that every page shows it at once, offline too, and taken off again when the server tells it back.
 */
import type { AnswerSeen, CheckInOut, Home, HomePerson, PracticeOut, ProfileIn } from './wire'

export interface Said {
  answers: readonly Pick<AnswerSeen, 'id' | 'check_in' | 'instrument' | 'answered_at'>[]
  practices: readonly PracticeOut[]
  agreed: readonly { version: string; agreed_at: string }[]
  /** `item` is its id in the outbox. */
  profile?: ProfileIn & { readonly item: string }
}

export const nothingSaid: Said = { answers: [], practices: [], agreed: [] }

/** The home as the person should see it now. */
export function withSaid(home: Home, said: Said): Home {
  const ids = new Set(home.answers.map(({ id }) => id))
  const answers = said.answers.filter(({ id }) => !ids.has(id)).map((one) => ({ ...one, seen_by: null, seen_at: null }))
  const done = new Set(home.practices.map(({ id }) => id))
  const agreement = said.agreed.find(({ version }) => version === home.proposed?.id)
  return {
    ...home,
    ...(said.profile ? { person: addressed(home.person, said.profile) } : {}),
    check_ins: home.check_ins.map((checkIn) => answered(checkIn, said)),
    answers: [...answers, ...home.answers],
    practices: [...said.practices.filter(({ id }) => !done.has(id)), ...home.practices],
    ...(agreement && home.proposed
      ? { plan: { ...home.proposed, agreed_at: agreement.agreed_at }, proposed: null }
      : {}),
  }
}

const addressed = (person: HomePerson, { called, zone, language }: ProfileIn): HomePerson => ({ ...person, called, zone, language })

function answered(checkIn: CheckInOut, said: Said): CheckInOut {
  const answer = said.answers.find(({ check_in }) => check_in === checkIn.id)
  if (!answer || checkIn.answered_at) return checkIn
  const late = Date.parse(answer.answered_at) >= Date.parse(checkIn.closes_at)
  return { ...checkIn, answered_at: answer.answered_at, state: late ? 'late' : 'answered' }
}

/** What of it the server does not tell yet. `unsent` are the ids still in the outbox; `arrived` as in `withoutProfile`. */
export function unconfirmed(home: Home, said: Said, unsent: ReadonlySet<string>, arrived: string | undefined): Said {
  const answers = new Set(home.answers.map(({ id }) => id))
  const practices = new Set(home.practices.map(({ id }) => id))
  return {
    ...withoutProfile(said, arrived),
    answers: said.answers.filter(({ id }) => !answers.has(id) || unsent.has(id)),
    practices: said.practices.filter(({ id }) => !practices.has(id) || unsent.has(id)),
    agreed: said.agreed.filter(({ version }) => home.proposed?.id === version),
  }
}

/**
 * `item` is what had reached the server before it was asked, or what the person lets go. From then on the server's word
 * counts: another device may have changed the profile later, and then this one is never told back.
 */
export function withoutProfile({ profile, ...rest }: Said, item: string | undefined): Said {
  return profile && profile.item !== item ? { ...rest, profile } : rest
}
