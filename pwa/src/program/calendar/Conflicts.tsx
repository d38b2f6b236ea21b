import { useId } from 'preact/hooks'
import { useFetched } from '../../data/fetched'
import { shortDateOf } from '../../shared/i18n'
import type { BusyOut, StaffCalendar } from '../../shared/wire'
import { here } from '../../ui/here'
import { now } from '../../ui/now'
import type { Conflict } from './conflicts'
import { conflictsOf } from './conflicts'
import type { Times } from './moments'
import { words } from './words'

interface ConflictsProps {
  whose: { group: string | null; person: string | null }
  /** Who is to lead it, by id. */
  facilitator: string | null
  /** The times that are to be taken; nobody is asked about while there are none. */
  wanted: readonly Times[]
  /** Which sessions, by id, are moved away. */
  isReplaced: (occurrence: string) => boolean
  calendar: Pick<StaffCalendar, 'people' | 'staff' | 'zone'>
}

/** The busy times of those for whom it is and of who leads it, from the first to the last of the times. */
function pathOf({ group, person }: ConflictsProps['whose'], facilitator: string | null, wanted: readonly Times[]): string | undefined {
  const [first, last] = [wanted[0], wanted.at(-1)]
  if (!first || !last || (!group && !person)) return undefined
  const who: Record<string, string> = { ...(group ? { group } : { person: person ?? '' }), ...(facilitator && { facilitator }) }
  return `/api/busy?${new URLSearchParams({ ...who, from: first.starts_at, to: last.ends_at })}`
}

/** Who can't come then, or leads another session, by name; of a time of their own only that it is taken. */
export function Conflicts({ whose, facilitator, wanted, isReplaced, calendar }: ConflictsProps) {
  const path = pathOf(whose, facilitator, wanted)
  const { body, trouble } = useFetched<BusyOut>(path)
  const title = useId()
  const said = words.value.conflicts
  if (!path) return null
  return (
    <section class="stack conflicts" aria-labelledby={title}>
      <h3 id={title}>{said.title}</h3>
      <div role="status">
        {body ? (
          <List found={conflictsOf(wanted, body, { people: calendar.people, facilitator: calendar.staff.find(({ id }) => id === facilitator), isReplaced })} single={wanted.length === 1} zone={calendar.zone} />
        ) : (
          <p class="quiet">{trouble === 'offline' ? said.offline : trouble ? said.unknown : said.checking}</p>
        )}
      </div>
    </section>
  )
}

const MOST = 3

function List({ found, single, zone }: { found: readonly Conflict[]; single: boolean; zone: string }) {
  const said = words.value.conflicts
  const { language } = here()
  if (found.length === 0) return <p class="quiet">{said.none}</p>
  const lineOf = ({ person, why, times }: Conflict) => {
    if (single) return said.one(person.name, said.why[why])
    const days = times.map((time) => shortDateOf(time, now.value, { language, zone }))
    return said.times(person.name, said.why[why], days.slice(0, MOST), Math.max(0, days.length - MOST))
  }
  return (
    <>
      <ul class="howto">{found.map((each) => <li key={`${each.person.id}${each.why}`}>{lineOf(each)}</li>)}</ul>
      <p class="quiet">{said.stillSave}</p>
    </>
  )
}
