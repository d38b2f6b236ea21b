import type { Place } from '../../shared/i18n'
import { timeOf } from '../../shared/i18n'
import type { StaffCalendar, StaffOccurrence } from '../../shared/wire'
import { changeOf, hoursOf, movedTo } from '../../sessions/names'
import { joinLink } from '../../sessions/next'
import { Button } from '../../ui/Button'
import { Chip } from '../../ui/Card'
import { now } from '../../ui/now'
import { language } from '../../ui/words'
import { namesOf, topicSaid, whoseSaid } from './said'
import { words } from './words'

interface RowProps {
  one: StaffOccurrence
  /** It was meant for this day and was moved to another. */
  gone: boolean
  calendar: StaffCalendar
  onChange: () => void
}

/** The page where its attendance is marked. */
export const attendanceOf = (id: string): string => `/attendance/${encodeURIComponent(id)}`

/** One session in the week. What is not to be is struck through, and a word says why. */
export function SessionRow({ one, gone, calendar, onChange }: RowProps) {
  const place: Place = { language: language.value, zone: calendar.zone }
  const off = gone || one.state === 'cancelled'
  const change = gone ? movedTo(one, now.value, place) : changeOf(one, now.value, place)
  const hours = gone ? timeOf(one.was_at ?? one.starts_at, place) : hoursOf(one, place)
  const { entry } = words.value
  return (
    <div class="sessionrow">
      <span class="hours">{hours}</span>
      <div class="what">
        <a href={attendanceOf(one.id)}>{off ? <s>{one.title}</s> : one.title}<span class="hidden">, {entry.open}</span></a>
        {change && <> <Chip tone="on">{change}</Chip></>}
        {one.reason && <small>{entry.reason(one.reason)}</small>}
        {!off && <About one={one} calendar={calendar} />}
      </div>
      {!gone && <Button kind="bare" label={entry.changeNamed(`${one.title}, ${hours}`)} onTap={onChange}>{entry.change}</Button>}
    </div>
  )
}

function About({ one, calendar }: Pick<RowProps, 'one' | 'calendar'>) {
  const { entry, kinds } = words.value
  const link = joinLink(one)
  const whose = whoseSaid(one, calendar)
  const about = [whose, kinds[one.kind] === one.title ? '' : kinds[one.kind], one.topic && topicSaid(one.topic, words.value), one.place, one.facilitator && entry.with(one.facilitator)]
  const cannot = namesOf(one.cant_come, calendar.people)
  return (
    <>
      <small>
        {about.filter(Boolean).join(' · ')}
        {link && <> · <a href={link} target="_blank" rel="noreferrer">{entry.video}</a></>}
      </small>
      <small>
        {one.person ? '' : one.expected.length > 0 ? entry.expected(one.expected.length) : entry.nobody}
        {cannot.length > 0 && <strong class="attend">{one.person ? '' : ' · '}{entry.cantCome(cannot)}</strong>}
      </small>
    </>
  )
}
