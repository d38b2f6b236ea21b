import type { Overview } from '../../shared/wire'
import { here } from '../../ui/here'
import { now } from '../../ui/now'
import { words as common } from '../words'
import { lastOf, troubleOf } from './health'
import { Sent } from './Sent'
import { words } from './words'

/** What somebody has to do about it stands first, in words and in the color for that. */
export function Reminders({ overview: { person, reminders: health } }: { overview: Overview }) {
  const name = person.called ?? person.name
  // Whether the invite still waits for them stands under "Joining".
  if (!person.joined_at) return <p class="quiet">{words.value.reminders.notJoined(name)}</p>
  const trouble = troubleOf(health, name, now.value, here(), words.value)
  const last = lastOf(health, now.value, here(), common.value)
  return (
    <>
      <p>{trouble ? <strong class="attend">{trouble}</strong> : common.value.reminders.on} {last}</p>
      <Sent person={person.id} />
    </>
  )
}
