import { useRoute } from 'preact-iso'
import { home } from '../data/home'
import { AsOf } from '../me/AsOf'
import { NotHere } from '../me/NotHere'
import { clinicPhone } from '../shared/clinic'
import type { Place } from '../shared/i18n'
import { dateOf, ended, localDate, until } from '../shared/i18n'
import { callTo } from '../shared/phone'
import type { Home, OccurrenceOut } from '../shared/wire'
import { ButtonLink } from '../ui/Button'
import { Card, Chip } from '../ui/Card'
import { SnoozeCard } from '../reminders/again/Snooze'
import { now } from '../ui/now'
import { PageHead } from '../ui/PageHead'
import { Empty, Notice } from '../ui/States'
import { language, words as common } from '../ui/words'
import { JoinLink } from './JoinLink'
import { changeOf, hoursOf, thereOf } from './names'
import { named } from './next'
import { overlapsOf } from './overlaps'
import { meetsWords } from './ownNames'
import { Replying } from './replying/Replying'
import './sessions.css'
import { words } from './words'

export function Session() {
  const id = useRoute().params['id'] ?? ''
  const body = home.value
  if (!body) return <NotHere title={words.value.session.title} icon="calendar" back="/calendar" />
  const one = named(id, body.occurrences)
  if (!one) return <Missing zone={body.person.zone} />
  const place = { zone: body.person.zone, language: language.value }
  return (
    <>
      <PageHead title={one.title} sub={words.value.session.kinds[one.kind]} back={`/calendar?day=${localDate(one.starts_at, place.zone)}`} />
      <AsOf zone={place.zone} />
      <When one={one} body={body} place={place} />
      <Meets one={one} body={body} place={place} />
      <Later one={one} body={body} />
      <Details one={one} />
      <Clinic one={one} phone={clinicPhone(body)} />
    </>
  )
}

function Missing({ zone }: { zone: string }) {
  const { title, missing, toCalendar } = words.value.session
  return (
    <>
      <PageHead title={title} back="/calendar" />
      <AsOf zone={zone} />
      <Empty icon="calendar">{missing}</Empty>
      <span class="center"><ButtonLink kind="soft" href="/calendar">{toCalendar}</ButtonLink></span>
    </>
  )
}

const isOver = ({ ends_at }: OccurrenceOut): boolean => Date.parse(ends_at) <= now.value.getTime()

interface About {
  one: OccurrenceOut
  body: Home
  place: Place
}

function When({ one, body, place }: About) {
  const off = one.state === 'cancelled'
  const change = changeOf(one, now.value, place)
  const there = thereOf(one, place)
  return (
    <Card tone={off || isOver(one) ? 'plain' : 'dawn'} labelledBy="when">
      <h2 id="when">{dateOf(one.starts_at, place)}</h2>
      <p class="session-hours">{off ? <s>{hoursOf(one, place)}</s> : hoursOf(one, place)}</p>
      {there && <p class="quiet">{there}</p>}
      {change && <p><Chip tone="on">{change}</Chip></p>}
      <p>{stateOf(one, place)}</p>
      {!off && !isOver(one) && <JoinLink one={one} />}
      {!off && <Replying one={one} body={body} />}
    </Card>
  )
}

/** Own times at the same hours, and what can be done about it. */
function Meets({ one, body, place }: About) {
  const own = overlapsOf([one], body.commitments, now.value).get(one.id)
  const { meets, team } = words.value.session
  return own ? <Notice>{ended(meetsWords(own, place))} {meets(body.reading.counselor ?? team)}</Notice> : null
}

/** As long before as the earliest reminder may have come. */
const THREE_DAYS = 3 * 86_400_000

/** To be told of it once more, unless they said that they can't come. */
function Later({ one, body }: Omit<About, 'place'>) {
  const ahead = Date.parse(one.starts_at) - now.value.getTime()
  const missed = body.replies.some(({ occurrence, kind }) => occurrence === one.id && kind === 'cant_come')
  if (one.state === 'cancelled' || missed || ahead <= 0 || ahead > THREE_DAYS) return null
  return <SnoozeCard subject={one.id} uselessAfter={one.starts_at} body={body} />
}

function stateOf(one: OccurrenceOut, place: Place): string {
  const { over, cancelled } = words.value.session
  if (one.state === 'cancelled') return cancelled
  return isOver(one) ? over : until(one.starts_at, now.value, place)
}

function Details({ one }: { one: OccurrenceOut }) {
  const { topic, homework, with: by, where, bring, why, online } = words.value.session
  const rows = [
    [why, one.reason],
    [topic, one.topic],
    [homework, one.homework],
    [where, one.place ?? (one.link && online)],
    [by, one.facilitator],
    [bring, one.bring],
  ] as const
  const known = rows.filter(([, text]) => text)
  return known.length === 0 ? null : (
    <dl class="card details">
      {known.map(([name, text]) => <div key={name}><dt class="quiet">{name}</dt><dd>{text}</dd></div>)}
    </dl>
  )
}

function Clinic({ one, phone }: { one: OccurrenceOut; phone: string | undefined }) {
  const { help } = common.value
  if (!phone || one.state === 'cancelled' || isOver(one)) return null
  return (
    <Card>
      <p>{words.value.session.late}</p>
      <ButtonLink kind="soft" icon="phone" href={callTo(phone)}>{help.clinic.call(phone)}</ButtonLink>
    </Card>
  )
}
