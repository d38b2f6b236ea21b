import { useLocation } from 'preact-iso'
import { useState } from 'preact/hooks'
import { home, told } from '../data/home'
import { NotHere } from '../me/NotHere'
import type { Place } from '../shared/i18n'
import { localDate } from '../shared/i18n'
import type { Home } from '../shared/wire'
import { Choice } from '../ui/Choice'
import { now } from '../ui/now'
import { PageHead } from '../ui/PageHead'
import { remembered } from '../ui/remember'
import { language, words as common } from '../ui/words'
import { Agenda } from './Agenda'
import './sessions.css'
import { Week } from './Week'
import type { Day, Span } from './days'
import { entriesByDay, isDay, knownDays } from './days'
import { words } from './words'

const view = remembered('calendar', 'week', ['week', 'agenda'])

export function Calendar() {
  const body = home.value
  const readAt = told.value?.read_at
  const title = common.value.tabs.calendar
  if (!body || !readAt) return <NotHere title={title} icon="calendar" />
  return (
    <>
      <PageHead title={title} />
      <Views body={body} readAt={readAt} />
    </>
  )
}

function Views({ body, readAt }: { body: Home; readAt: string }) {
  const place: Place = { zone: body.person.zone, language: language.value }
  const today = localDate(now.value, place.zone)
  const known: Span = knownDays(readAt, place.zone)
  const days = entriesByDay(body.occurrences, place.zone)
  const [shown, show] = useShownDay(today)
  return (
    <>
      <Switch />
      {view.value === 'week' ? (
        <Week days={days} known={known} shown={shown} today={today} place={place} onShow={show} />
      ) : (
        <Agenda days={days} today={today} place={place} />
      )}
    </>
  )
}

function Switch() {
  const { view: question, week, agenda } = words.value
  const options = [{ value: 'week', label: week }, { value: 'agenda', label: agenda }] as const
  return (
    <div class="switch">
      <Choice question={question} options={options} chosen={view.value} onChoose={(chosen) => (view.value = chosen)} />
    </div>
  )
}

/** The address remembers the week, so that Back from a session leads to where it was found. */
function useShownDay(today: Day): [Day, (day: Day) => void] {
  const asked = useLocation().query['day']
  const [shown, setShown] = useState<Day | undefined>(isDay(asked) ? asked : undefined)
  const show = (day: Day) => {
    history.replaceState(history.state, '', day === today ? '/calendar' : `/calendar?day=${day}`)
    setShown(day === today ? undefined : day)
  }
  return [shown ?? today, show]
}
