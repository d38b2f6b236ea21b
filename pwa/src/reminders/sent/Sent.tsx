import { home } from '../../data/home'
import { NotHere } from '../../me/NotHere'
import type { Place } from '../../shared/i18n'
import { momentInText, timeOf } from '../../shared/i18n'
import type { DaySent, Home, RemindersSent } from '../../shared/wire'
import { ButtonLink } from '../../ui/Button'
import { now } from '../../ui/now'
import { PageHead } from '../../ui/PageHead'
import { Empty } from '../../ui/States'
import { language } from '../../ui/words'
import { aboutOf, dayName, hrefOf } from '../about'
import { keptList } from '../keptList'
import '../reminders.css'
import { Stale, Unknown } from '../Trouble'
import { wayOf } from './way'
import { words } from './words'

const { again, useList } = keptList('sent')

/** What became of the reminders of the last two weeks, day by day. */
export function Sent() {
  const { known, trouble } = useList()
  const { title, offline } = words.value
  if (!home.value) return <NotHere title={title} icon="bell" back="/reminders" />
  const place = { language: language.value, zone: known?.body.zone ?? home.value.person.zone }
  return (
    <>
      <PageHead title={title} back="/reminders" />
      {known && trouble && <Stale trouble={trouble} when={momentInText(known.read_at, now.value, place)} />}
      {known ? <Known sent={known.body} body={home.value} place={place} /> : <Unknown trouble={trouble} offline={offline} onRetry={again} />}
    </>
  )
}

function Known({ sent, body, place }: { sent: RemindersSent; body: Home; place: Place }) {
  const { lead, empty, ahead } = words.value
  return (
    <>
      {sent.days.length > 0 ? <p>{lead}</p> : <Empty icon="bell">{empty}</Empty>}
      {sent.days.map((one) => <Day key={one.day} {...one} body={body} place={place} />)}
      <span class="center"><ButtonLink kind="soft" href="/reminders/ahead">{ahead}</ButtonLink></span>
    </>
  )
}

const Day = ({ day, reminders, body, place }: DaySent & { body: Home; place: Place }) => (
  <section class="card stack" aria-labelledby={`day-${day}`}>
    <h2 id={`day-${day}`}>{dayName(day, reminders[0]?.due_at ?? day, place)}</h2>
    <ul class="plain ahead">
      {reminders.map((one) => (
        <li key={`${one.subject} ${one.kind} ${one.due_at}`} class={one.why_not && !one.emailed_at ? 'out' : undefined}>
          <span class="time">{timeOf(one.due_at, place)}</span>
          <div>
            <a href={hrefOf(one)}>{aboutOf(one, body, place)}</a>
            <p class="quiet">{wayOf(one, place, words.value)}</p>
          </div>
        </li>
      ))}
    </ul>
  </section>
)
