import { useLocation } from 'preact-iso'
import { useEffect, useRef, useState } from 'preact/hooks'
import { Desk, Work } from '../../review/Desk'
import { Trouble } from '../../review/Loaded'
import { mondayOf } from '../../shared/practiced'
import type { StaffCalendar } from '../../shared/wire'
import type { Day } from '../../sessions/days'
import { isDay, plusDays } from '../../sessions/days'
import { ButtonLink } from '../../ui/Button'
import { here } from '../../ui/here'
import { PageHead } from '../../ui/PageHead'
import { FirstSteps } from './FirstSteps'
import { SessionSheet } from './SessionSheet'
import { todayIn, useCalendar } from './useCalendar'
import { WeekList } from './WeekList'
import { WeekSteps } from './WeekSteps'
import { words } from './words'

/** The clinic's week: what is planned, who is expected, and the way to change it. */
export function WeekPage() {
  const { query } = useLocation()
  const [asked, setAsked] = useState<Day | undefined>(isDay(query['day']) ? query['day'] : undefined)
  const [changing, setChanging] = useState(query['session'])
  const [news, setNews] = useState('')
  const zone = useRef(here().zone)
  // Not at once: what stands there from the beginning is not read out.
  useEffect(() => setNews(query['saved'] ? words.value.form.saved : ''), [])
  const today = todayIn(zone.current)
  const monday = mondayOf(asked ?? today)
  const fetched = useCalendar(monday, plusDays(monday, 7))
  const { body } = fetched
  zone.current = body?.zone ?? zone.current
  const show = (day: Day) => {
    setNews('')
    setAsked(day === today ? undefined : day)
    history.replaceState(history.state, '', day === today ? '/schedule' : `/schedule?day=${day}`)
  }
  const done = (sentence: string) => {
    setNews(sentence)
    setChanging(undefined)
    fetched.reload()
  }
  return (
    <Desk head={<Head zone={body?.zone} />}>
      <Work>
        <WeekSteps monday={monday} today={today} onShow={show} />
        <Trouble fetched={fetched} />
        <p role="status" class="news">{news}</p>
        {body && (isEmpty(body) ? <FirstSteps /> : <WeekList calendar={body} monday={monday} today={todayIn(body.zone)} onChange={setChanging} />)}
        {body && <SessionSheet calendar={body} id={changing} onClose={() => setChanging(undefined)} onDone={done} onReload={fetched.reload} />}
      </Work>
    </Desk>
  )
}

const isEmpty = ({ series, occurrences }: StaffCalendar): boolean => series.length === 0 && occurrences.length === 0

function Head({ zone }: { zone: string | undefined }) {
  const { title, at, tools } = words.value
  return (
    <>
      <PageHead title={title} {...(zone && zone !== here().zone ? { sub: at(zone) } : {})} />
      <nav class="calendartools noprint" aria-label={tools.label}>
        <ButtonLink icon="plus" href="/schedule/new">{tools.make}</ButtonLink>
        <ButtonLink kind="soft" href="/schedule/series">{tools.series}</ButtonLink>
        <ButtonLink kind="soft" href="/schedule/groups">{tools.groups}</ButtonLink>
        <ButtonLink kind="soft" href="/schedule/topics">{tools.topics}</ButtonLink>
        <ButtonLink kind="soft" href="/schedule/import">{tools.import}</ButtonLink>
      </nav>
    </>
  )
}
