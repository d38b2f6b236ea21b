import { useRef } from 'preact/hooks'
import { useIntention } from '../../data/intend'
import { Refused } from '../../review/Refused'
import { dateOf } from '../../shared/i18n'
import type { ChangeIn, Kept, SeriesOut, StaffCalendar, StaffOccurrence } from '../../shared/wire'
import { changeOf, hoursOf } from '../../sessions/names'
import { Button, ButtonLink } from '../../ui/Button'
import { Chip } from '../../ui/Card'
import { now } from '../../ui/now'
import { Sheet } from '../../ui/Sheet'
import { language } from '../../ui/words'
import { CancelSession } from './CancelSession'
import { isChanged, plannedOf, takenBack } from './change'
import { ChangeForm } from './ChangeForm'
import { attendanceOf } from './SessionRow'
import { useSeen } from './useSeen'
import { words } from './words'

interface SheetProps {
  calendar: StaffCalendar
  /** Of the session that is being changed. */
  id: string | undefined
  onClose: () => void
  onDone: (sentence: string) => void
  /** Asks the server what is there now. */
  onReload: () => void
}

/** One session: moved, elsewhere, about something else, cancelled, or put back. */
export function SessionSheet({ calendar, id, onClose, ...props }: SheetProps) {
  const last = useRef<{ id: string; one: StaffOccurrence } | undefined>(undefined)
  const found = calendar.occurrences.find((each) => each.id === id || (id && each.former_ids.includes(id)))
  if (id && found) last.current = { id, one: found }
  // Moved out of the week by somebody else: what is being written stays.
  const one = last.current?.id === id ? last.current?.one : undefined
  return (
    <Sheet open={one !== undefined} onClose={onClose} title={one ? words.value.session.title(one.title) : ''}>
      {one && <Inside key={id} one={one} calendar={calendar} {...props} />}
    </Sheet>
  )
}

export interface OneProps {
  one: StaffOccurrence
  series: SeriesOut | undefined
  calendar: StaffCalendar
  onDone: (sentence: string) => void
  onReload: () => void
}

/** Where a change of one session is said; its id is the intention's. */
export const pathOfChange = (id: string): string => `/api/changes/${id}`

function Inside({ one, calendar, onDone, onReload }: Omit<OneProps, 'series'>) {
  const { session } = words.value
  const place = { language: language.value, zone: calendar.zone }
  const series = calendar.series.find(({ id }) => id === one.series)
  const change = changeOf(one, now.value, place)
  const isCancelled = one.state === 'cancelled'
  // What is being written in it stays when somebody else cancels the session.
  const open = useRef(false)
  open.current ||= !isCancelled
  const props: OneProps = { one, series, calendar, onDone, onReload }
  return (
    <>
      <p class="dated">
        {dateOf(one.starts_at, place)}, {hoursOf(one, place)} {change && <Chip tone="on">{change}</Chip>}
      </p>
      <p class="quiet">{isCancelled ? session.isCancelled : session.lead}</p>
      {open.current && <ChangeForm {...props} />}
      {!isCancelled && <CancelSession {...props} />}
      {isChanged(one, plannedOf(one, series)) && <TakeBack {...props} />}
      <p class="row">
        <ButtonLink kind="bare" href={attendanceOf(one.id)}>{session.attendance}</ButtonLink>
        <ButtonLink kind="bare" href={`/schedule/series/${one.series}?from=${one.original_start.slice(0, 10)}`}>{session.series}</ButtonLink>
      </p>
    </>
  )
}

function TakeBack({ one, onDone, onReload }: OneProps) {
  const { session } = words.value
  const back = useIntention<ChangeIn, Kept>(pathOfChange, () => onDone(session.takenBack))
  const seen = useSeen(one.newest, back.refusal, onReload)
  return (
    <>
      <Refused refusal={back.refusal} />
      <Button kind="soft" disabled={back.saying} onTap={() => back.say({ ...takenBack(one.id), seen })}>{session.takeBack}</Button>
    </>
  )
}
