import { home } from '../../data/home'
import { pending } from '../../data/pending'
import { NotHere } from '../../me/NotHere'
import { Travel } from '../../me/Travel'
import { cityOf } from '../../me/zones'
import type { Place } from '../../shared/i18n'
import { momentInText } from '../../shared/i18n'
import type { DayAhead, Home, RemindersAhead } from '../../shared/wire'
import { ButtonLink } from '../../ui/Button'
import { now } from '../../ui/now'
import { PageHead } from '../../ui/PageHead'
import { Empty, Notice } from '../../ui/States'
import { language } from '../../ui/words'
import { Stale, Unknown } from '../Trouble'
import '../reminders.css'
import { Day } from './Day'
import { again, useAhead } from './useAhead'
import { words } from './words'

/** What will come in the next seven days, and what is left out, with the reason. */
export function Ahead() {
  const { known, trouble } = useAhead()
  const { title, unsent, off, turnOn } = words.value
  if (!home.value) return <NotHere title={title} icon="bell" back="/reminders" />
  const place = { language: language.value, zone: known?.body.zone ?? home.value.person.zone }
  return (
    <>
      <PageHead title={title} back="/reminders" />
      <Travel body={home.value} />
      {pending.value.waiting > 0 && known && <Notice>{unsent}</Notice>}
      {known && !home.value.reminders.subscription && <Notice action={<ButtonLink kind="soft" href="/reminders">{turnOn}</ButtonLink>}>{off}</Notice>}
      {known && trouble && <Stale trouble={trouble} when={momentInText(known.read_at, now.value, place)} />}
      {known ? <Known ahead={known.body} body={home.value} place={place} /> : <Unknown trouble={trouble} offline={words.value.offline} onRetry={again} />}
    </>
  )
}

function Known({ ahead, body, place }: { ahead: RemindersAhead; body: Home; place: Place }) {
  const { lead, elsewhere, empty, choose } = words.value
  const days = ahead.days.map(stillAhead).filter(({ reminders }) => reminders.length > 0)
  return (
    <>
      <p>{days.length > 0 && lead} {ahead.zone !== body.program.zone && elsewhere(cityOf(ahead.zone))}</p>
      {days.length === 0 && <Empty icon="bell">{empty}</Empty>}
      {days.map(({ day, reminders }) => <Day key={day} day={day} reminders={reminders} body={body} place={place} />)}
      <span class="center"><ButtonLink kind="soft" href="/reminders">{choose}</ButtonLink></span>
    </>
  )
}

/** A list that was kept yesterday shows nothing that is over. */
const stillAhead = ({ day, reminders }: DayAhead): DayAhead => ({ day, reminders: reminders.filter(({ due_at }) => Date.parse(due_at) > now.value.getTime()) })
