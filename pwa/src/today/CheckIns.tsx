import type { Begun } from '../checkins/begun'
import { keyOf, pageOf, unfinished, useBegun } from '../checkins/begun'
import { due, latest } from '../checkins/due'
import { DAILY, formOf, minutesOf, nameOf, seenSentence } from '../checkins/names'
import { said } from '../data/home'
import { pending } from '../data/pending'
import type { Place } from '../shared/i18n'
import { dayInText, daysUntil, localDate, momentInText, timeOf } from '../shared/i18n'
import type { AnswerSeen, CheckInOut, Home } from '../shared/wire'
import { ButtonLink } from '../ui/Button'
import { Card, Item } from '../ui/Card'
import { now } from '../ui/now'
import { language, words as common } from '../ui/words'
import { words } from './words'

interface About {
  body: Home
  place: Place
}

/** What is open now, the one that closes first at the front; then what was answered; then what was begun and waits for the rest, and what is over and still welcome. */
export function CheckIns({ body }: { body: Home }) {
  const place = { zone: body.person.zone, language: language.value }
  const { open, late, next } = due(body.check_ins, now.value)
  const answer = latest(body.answers)
  const begun = useBegun(body)
  const rest = unfinished(begun, body, now.value)
  const isRest = (id: string | undefined) => rest.some(({ key }) => key === keyOf(id))
  const missed = late.filter(({ id }) => !isRest(id))
  return (
    <>
      {open.map((one, i) => <Open key={one.id} one={one} isFirst={i === 0} isBegun={begun.has(keyOf(one.id))} body={body} place={place} />)}
      {answer && daysUntil(answer.answered_at, now.value, place.zone) >= -1 && <Answered answer={answer} body={body} place={place} />}
      {rest.map((one) => <Rest key={one.key} one={one} place={place} />)}
      {missed.length > 0 && <Missed all={missed} body={body} place={place} />}
      {open.length === 0 && !isRest(undefined) && <Unasked next={next} body={body} place={place} />}
    </>
  )
}

/** Only one of several is the thing to do next. */
function Open({ one, isFirst, isBegun, body, place }: About & { one: CheckInOut; isFirst: boolean; isBegun: boolean }) {
  const { takes, open } = words.value.checkin
  const form = formOf(body, one.instrument)
  return (
    <Item
      icon="check"
      title={nameOf(one, place.zone, form)}
      about={`${takes(form ? minutesOf(form) : 1)} ${open(closing(one, place))}`}
      action={<ButtonLink kind={isFirst ? 'main' : 'soft'} href={`/check-in/${one.id}`}>{isBegun ? common.value.go.on : common.value.go.start}</ButtonLink>}
    />
  )
}

const HALF_A_DAY = 12 * 3_600_000

/** A night that goes on after midnight is still tonight. */
const closing = ({ closes_at }: CheckInOut, place: Place): string =>
  Date.parse(closes_at) - now.value.getTime() < HALF_A_DAY ? timeOf(closes_at, place) : momentInText(closes_at, now.value, place)

/** The person has left it for later. */
const Rest = ({ one: { key, checkIn, form, began_at }, place }: { one: Begun; place: Place }) => (
  <Item
    icon="check"
    title={nameOf(checkIn, place.zone, form)}
    about={words.value.checkin.began(dayInText(began_at, now.value, place))}
    action={<ButtonLink kind="soft" href={pageOf(key)}>{common.value.go.on}</ButtonLink>}
  />
)

/** Their time is over, and nobody answered. */
function Missed({ all, body, place }: About & { all: readonly CheckInOut[] }) {
  const { missed, missedAbout, yesterdays, missedOf, answer, answerOf } = words.value.checkin
  const welcome = (one: CheckInOut) =>
    daysUntil(one.opens_at, now.value, place.zone) === -1 ? yesterdays : missedOf(dayInText(one.opens_at, now.value, place))
  return (
    <Card labelledBy="missed">
      <h2 id="missed">{missed}</h2>
      <p class="quiet">{missedAbout}</p>
      <ul class="plain missed">
        {all.map((one) => {
          const name = nameOf(one, place.zone, formOf(body, one.instrument))
          return (
            <li key={one.id} class="row between">
              <span class="grow"><strong>{name}</strong><br /><small>{welcome(one)}</small></span>
              <ButtonLink kind="soft" href={`/check-in/${one.id}`} label={answerOf(name)}>{answer}</ButtonLink>
            </li>
          )
        })}
      </ul>
    </Card>
  )
}

function Answered({ answer, body, place }: About & { answer: AnswerSeen }) {
  return <Item icon="check" title={answeredWords(answer, body, place)} about={fateOf(answer, body, place)} href={`/history#${answer.id}`} />
}

/** One that came late says for which day it was. */
function answeredWords({ answered_at, late, check_in }: AnswerSeen, body: Home, place: Place): string {
  const { answered, answeredLate } = words.value.checkin
  const when = momentInText(answered_at, now.value, place)
  const asked = late ? body.check_ins.find(({ id }) => id === check_in) : undefined
  if (!asked || asked.local_date === localDate(answered_at, place.zone)) return answered(when)
  return answeredLate(when, dayInText(asked.opens_at, now.value, place))
}

const fateOf = (answer: AnswerSeen, body: Home, place: Place): string =>
  !answer.seen_at && isUnsent(answer) ? words.value.checkin.unsent : seenSentence(answer, body, now.value, place)

const isUnsent = ({ id }: AnswerSeen): boolean => pending.value.waiting + pending.value.parked > 0 && said.value.answers.some((one) => one.id === id)

function Unasked({ next, body, place }: About & { next: CheckInOut | undefined }) {
  const { now: title, takes, anyTime, opens } = words.value.checkin
  const isToday = next && daysUntil(next.opens_at, now.value, place.zone) === 0
  const form = formOf(body, DAILY)
  const about = `${takes(form ? minutesOf(form) : 1)} ${isToday ? opens(timeOf(next.opens_at, place)) : anyTime}`
  return <Item icon="plus" title={title} about={about} href="/check-in" />
}
