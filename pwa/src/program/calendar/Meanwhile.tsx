import type { StaffOccurrence } from '../../shared/wire'
import { Notice } from '../../ui/States'
import type { Changing } from './change'
import { changingOf } from './change'
import { startSaid } from './said'
import { words } from './words'

const texts = ['topic', 'homework', 'place', 'link'] as const satisfies readonly (keyof Changing)[]

const whenOf = ({ day, time, minutes }: Changing): string => startSaid(`${day}T${time}`, Number(minutes))

/** What somebody else changed of a session since it was `before`, when its form was opened. */
export function Meanwhile({ before, one }: { before: StaffOccurrence; one: StaffOccurrence }) {
  if (one.newest === before.newest) return null
  const [was, is] = [changingOf(before), changingOf(one)]
  const { session } = words.value
  const said = [
    ...(one.state !== before.state && one.state === 'cancelled' ? [session.isCancelled] : []),
    ...(whenOf(is) !== whenOf(was) ? [whenOf(is)] : []),
    ...texts.filter((name) => is[name] !== was[name]).map((name) => `${session[name]}: ${is[name] || session.empty}`),
  ]
  return (
    <Notice>
      <p>{session.meanwhile} {said.length > 0 && session.isNew}</p>
      <ul class="howto meanwhile">{said.map((each) => <li key={each}>{each}</li>)}</ul>
    </Notice>
  )
}
