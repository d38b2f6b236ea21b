import { useLocation } from 'preact-iso'
import { useState } from 'preact/hooks'
import { home, told } from '../data/home'
import { AsOf } from '../me/AsOf'
import { NotHere } from '../me/NotHere'
import type { Home } from '../shared/wire'
import { Item } from '../ui/Card'
import { Choice } from '../ui/Choice'
import { now } from '../ui/now'
import { PageHead } from '../ui/PageHead'
import { remembered } from '../ui/remember'
import { language, words as common } from '../ui/words'
import { Agenda } from './Agenda'
import { Attendance } from './Attendance'
import type { Day } from './days'
import { isDay } from './days'
import { Month } from './Month'
import { NextUp } from './NextUp'
import { readOf } from './read'
import './sessions.css'
import { Week } from './Week'
import { words } from './words'

const kinds = ['week', 'month', 'agenda'] as const
const view = remembered<(typeof kinds)[number]>('calendar', 'week', kinds)

export function Calendar() {
  const body = home.value
  const readAt = told.value?.read_at
  const title = common.value.tabs.calendar
  if (!body || !readAt) return <NotHere title={title} icon="calendar" />
  return (
    <>
      <PageHead title={title} />
      <AsOf zone={body.person.zone} />
      <NextUp body={body} />
      <Views body={body} readAt={readAt} />
      <Attendance body={body} />
      <More />
    </>
  )
}

function Views({ body, readAt }: { body: Home; readAt: string }) {
  const read = readOf(body, readAt, now.value, { zone: body.person.zone, language: language.value })
  const [shown, show] = useShownDay(read.today)
  return (
    <>
      <Switch />
      {view.value === 'week' && <Week read={read} shown={shown} onShow={show} />}
      {view.value === 'month' && <Month read={read} shown={shown} onShow={show} />}
      {view.value === 'agenda' && <Agenda read={read} />}
    </>
  )
}

function Switch() {
  const { view: question, views } = words.value
  return (
    <div class="switch">
      <Choice question={question} options={kinds.map((value) => ({ value, label: views[value] }))} chosen={view.value} onChoose={(chosen) => (view.value = chosen)} />
    </div>
  )
}

function More() {
  const { own, ownAbout, address, addressAbout } = words.value
  return (
    <>
      <Item icon="clock" title={own} about={ownAbout} href="/commitments" />
      <Item icon="copy" title={address} about={addressAbout} href="/calendar/address" />
    </>
  )
}

/** The address remembers the day, so that Back from a session leads to where it was found. */
function useShownDay(today: Day): [Day, (day: Day) => void] {
  const asked = useLocation().query['day']
  const [shown, setShown] = useState<Day | undefined>(isDay(asked) ? asked : undefined)
  const show = (day: Day) => {
    history.replaceState(history.state, '', day === today ? '/calendar' : `/calendar?day=${day}`)
    setShown(day === today ? undefined : day)
  }
  return [shown ?? today, show]
}
