import type { AlertOut } from '../../shared/wire'
import { here } from '../../ui/here'
import { now } from '../../ui/now'
import { attendanceAt } from '../session/address'
import { words } from '../session/words'
import { dayAndTime } from '../when'

/** The sessions that somebody said they can't come to, and why. */
export function CantCome({ sessions }: { sessions: AlertOut['cant_come'] }) {
  return sessions.length === 0 ? null : <ul class="plain stack">{sessions.map((each) => <li key={each.occurrence}><One session={each} /></li>)}</ul>
}

function One({ session: { occurrence, title, starts_at, moved_to, hindrance, help, note } }: { session: AlertOut['cant_come'][number] }) {
  const { because, help: asked, hindrances, thenMoved } = words.value
  const when = `${title}, ${dayAndTime(starts_at, now.value, here())}`
  return (
    <>
      <a href={attendanceAt(occurrence)}>{hindrance ? because(when, hindrances[hindrance]) : when}</a>
      {moved_to && <>. {thenMoved(dayAndTime(moved_to, now.value, here()))}</>}
      {help && <> <strong>{asked}</strong></>}
      {note && <> <q>{note}</q></>}
    </>
  )
}
