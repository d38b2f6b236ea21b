import { due, latest } from '../checkins/due'
import { nameOf, seenSentence } from '../checkins/names'
import { said } from '../data/home'
import { pending } from '../data/pending'
import type { Place } from '../shared/i18n'
import { dayOf, daysUntil, momentInText, timeOf } from '../shared/i18n'
import type { AnswerSeen, CheckInOut, Home } from '../shared/wire'
import { ButtonLink } from '../ui/Button'
import { Item } from '../ui/Card'
import { now } from '../ui/now'
import { language, words as common } from '../ui/words'
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
  const { minute } = words.value.checkin
  return (
    <Item
      icon="check"
      title={nameOf(one, place.zone)}
      about={minute(closing(one, place))}
      action={<ButtonLink href={`/check-in/${one.id}`}>{common.value.go.start}</ButtonLink>}
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

function Answered({ answer, body, place }: { answer: AnswerSeen; body: Home; place: Place }) {
  const when = momentInText(answer.answered_at, now.value, place)
  return <Item icon="check" title={words.value.checkin.answered(when)} about={fateOf(answer, body, place)} />
}

const fateOf = (answer: AnswerSeen, { reading }: Home, place: Place): string =>
  !answer.seen_at && isUnsent(answer) ? words.value.checkin.unsent : seenSentence(answer, reading, now.value, place)

const isUnsent = ({ id }: AnswerSeen): boolean => pending.value.waiting + pending.value.parked > 0 && said.value.answers.some((one) => one.id === id)

function Unasked({ next, place }: { next: CheckInOut | undefined; place: Place }) {
  const { now: title, anyTime, opens } = words.value.checkin
  const today = next && daysUntil(next.opens_at, now.value, place.zone) === 0
  return <Item icon="plus" title={title} about={today ? opens(timeOf(next.opens_at, place)) : anyTime} href="/check-in" />
}
