import { due, latest } from '../checkins/due'
import { nameOf, unreadSentence } from '../checkins/names'
import { said } from '../data/home'
import { pending } from '../data/pending'
import type { Place } from '../shared/i18n'
import { dayInText, dayOf, daysUntil, momentInText, timeOf } from '../shared/i18n'
import type { AnswerSeen, CheckInOut, Home } from '../shared/wire'
import { ButtonLink } from '../ui/Button'
import { Item } from '../ui/Card'
import { now } from '../ui/now'
import { language } from '../ui/words'
import { words } from './words'

export function CheckIns({ body }: { body: Home }) {
  const place = { zone: body.person.zone, language: language.value }
  const { open, late, next } = due(body.check_ins, now.value)
  const answer = latest(body.answers)
  return (
    <>
      {open.map((one) => <Open key={one.id} one={one} place={place} />)}
      {late.map((one) => <Late key={one.id} one={one} place={place} />)}
      {answer && daysUntil(answer.answered_at, now.value, place.zone) >= -1 && <Answered answer={answer} body={body} place={place} />}
      {open.length === 0 && <Unasked next={next} place={place} />}
    </>
  )
}

interface Given {
  one: CheckInOut
  place: Place
}

function Open({ one, place }: Given) {
  const { minute, start } = words.value.checkin
  return (
    <Item
      icon="check"
      title={nameOf(one, place.zone)}
      about={minute(closing(one, place))}
      action={<ButtonLink href={`/check-in/${one.id}`}>{start}</ButtonLink>}
    />
  )
}

const HALF_A_DAY = 12 * 3_600_000

/** A night that goes on after midnight is still tonight. */
const closing = ({ closes_at }: CheckInOut, place: Place): string =>
  Date.parse(closes_at) - now.value.getTime() < HALF_A_DAY ? timeOf(closes_at, place) : momentInText(closes_at, now.value, place)

function Late({ one, place }: Given) {
  const { late, answer } = words.value.checkin
  return (
    <Item
      icon="check"
      title={nameOf(one, place.zone)}
      about={late(dayOf(one.opens_at, now.value, place))}
      action={<ButtonLink kind="soft" href={`/check-in/${one.id}`}>{answer}</ButtonLink>}
    />
  )
}

/** Somebody who says how it is should see that it was read. */
function Answered({ answer, body, place }: { answer: AnswerSeen; body: Home; place: Place }) {
  const when = momentInText(answer.answered_at, now.value, place)
  return <Item icon="check" title={words.value.checkin.answered(when)} about={fateOf(answer, body, place)} />
}

function fateOf({ id, answered_at, seen_at, seen_by }: AnswerSeen, { reading }: Home, place: Place): string {
  const { seen, seenBySomeone, unsent } = words.value.checkin
  const seenOn = seen_at && dayInText(seen_at, now.value, place)
  if (seenOn) return seen_by ? seen(seen_by, seenOn) : seenBySomeone(seenOn)
  if (pending.value.waiting > 0 && said.value.answers.some((one) => one.id === id)) return unsent
  return unreadSentence(answered_at, reading, now.value, place)
}

function Unasked({ next, place }: { next: CheckInOut | undefined; place: Place }) {
  const { now: title, anyTime, opens } = words.value.checkin
  const today = next && daysUntil(next.opens_at, now.value, place.zone) === 0
  return <Item icon="plus" title={title} about={today ? opens(timeOf(next.opens_at, place)) : anyTime} href="/check-in" />
}
