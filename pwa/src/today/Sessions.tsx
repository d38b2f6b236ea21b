import { JoinLink } from '../sessions/JoinLink'
import { coming, joinLink, meantAt, pageOf } from '../sessions/next'
import { changeOf, hoursOf, thereOf, whenOf, words as names } from '../sessions/names'
import type { Place } from '../shared/i18n'
import { dayInText, dayOf, ended, timeOf, until } from '../shared/i18n'
import type { Home, OccurrenceOut } from '../shared/wire'
import { ButtonLink } from '../ui/Button'
import { Card, Chip, Item } from '../ui/Card'
import { usePart } from '../ui/later'
import { now } from '../ui/now'
import { language } from '../ui/words'
import { words } from './words'

interface Given {
  one: OccurrenceOut
  place: Place
}

export function Sessions({ body }: { body: Home }) {
  const place = { zone: body.person.zone, language: language.value }
  const { next, changed, last } = coming(body.occurrences, now.value)
  return (
    <>
      {changed.map((one) => <Changed key={one.id} one={one} place={place} />)}
      {next ? <Next one={next} body={body} place={place} /> : <None last={last} place={place} />}
    </>
  )
}

function Next({ one, body, place }: Given & { body: Home }) {
  const Replying = usePart(() => import('../sessions/replying/Replying').then((part) => part.Replying))
  const { next, running, details } = words.value.session
  const runs = Date.parse(one.starts_at) <= now.value.getTime()
  const there = thereOf(one, place)
  const ways = (
    <>
      <JoinLink one={one} />
      <ButtonLink kind={joinLink(one) ? 'bare' : 'soft'} href={pageOf(one)}>{details}</ButtonLink>
    </>
  )
  return (
    <Card tone="dawn" labelledBy="next-session">
      <div class="row between">
        <small>{next}</small>
        <span class="until">{runs ? running(timeOf(one.ends_at, place)) : until(one.starts_at, now.value, place)}</span>
      </div>
      <h2 id="next-session">{one.title}</h2>
      <p class="when">{whenOf(one, now.value, place)}</p>
      {there && <p class="quiet">{there}</p>}
      <Change one={one} place={place} />
      <p class="quiet">{whereAndWhat(one)}</p>
      {Replying ? <Replying key={one.id} one={one} body={body}>{ways}</Replying> : <div class="row">{ways}</div>}
    </Card>
  )
}

const whereAndWhat = ({ topic, place, link, bring }: OccurrenceOut): string =>
  [topic, place ?? (link && names.value.online), bring && names.value.bring(bring)]
    .flatMap((part) => (part ? ended(part) : []))
    .join(' ')

function Change({ one, place }: Given) {
  const change = changeOf(one, now.value, place)
  if (!change && !one.reason) return null
  return (
    <p class="quiet">
      {change && <Chip tone="on">{change}</Chip>} {one.reason}
    </p>
  )
}

/** What somebody might come for in vain. */
function Changed({ one, place }: Given) {
  const meant = meantAt(one)
  const change = one.state === 'cancelled' ? names.value.cancelled : names.value.movedTo(whenOf(one, now.value, place, dayInText))
  const day = dayOf(meant, now.value, place)
  return (
    <Item
      icon="calendar"
      title={<><s>{one.title}</s> <Chip tone="on">{change}</Chip></>}
      about={<>{day}, {one.state === 'cancelled' ? hoursOf(one, place) : timeOf(meant, place)}. {one.reason}</>}
      href={pageOf(one)}
    />
  )
}

function None({ last, place }: { last: OccurrenceOut | undefined; place: Place }) {
  const { next, none, over, stays } = words.value.session
  return (
    <Card labelledBy="next-session">
      <small id="next-session">{next}</small>
      <p>{last ? over(dayInText(last.starts_at, now.value, place)) : none}</p>
      {last && <p class="quiet">{stays}</p>}
    </Card>
  )
}
