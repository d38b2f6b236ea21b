import { useState } from 'preact/hooks'
import type { StaffCalendar } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { Field, TextField } from '../../ui/Field'
import type { Member } from './members'
import { wrongDays } from './members'
import { todayIn } from './useCalendar'
import { words } from './words'

interface MembersProps {
  calendar: StaffCalendar
  members: readonly Member[]
  /** How many more there are, whom the viewer does not care for. */
  others: number
  tried: boolean
  onMembers: (members: Member[]) => void
}

/** Who is in a group, from which day to which. */
export function Members({ calendar: { people, zone }, members, others, tried, onMembers }: MembersProps) {
  const [news, setNews] = useState('')
  const said = words.value.groups
  const nameOf = (id: string) => people.find((each) => each.id === id)?.name ?? ''
  const today = todayIn(zone)
  const isIn = (id: string) => members.some(({ person, last }) => person === id && (!last || last >= today))
  const add = (person: string) => {
    if (!person) return
    onMembers([...members, { person, from: today, last: '', earlier: false }])
    setNews(said.added(nameOf(person)))
  }
  const remove = (n: number) => {
    setNews(said.removed(nameOf(members[n]?.person ?? '')))
    onMembers(members.filter((_, i) => i !== n))
    // The button that was tapped goes with its row.
    document.querySelector<HTMLElement>('#members')?.focus()
  }
  const earlier = members.filter((each) => each.earlier).length
  const rowsOf = (past: boolean) =>
    members.map((member, n) => member.earlier === past && (
      <li key={`${n} ${member.person}`}>
        <Row member={member} name={nameOf(member.person)} tried={tried} onRow={(next) => onMembers(members.with(n, next))} onRemove={() => remove(n)} />
      </li>
    ))
  return (
    <section class="stack" aria-labelledby="members">
      <h3 id="members" tabIndex={-1}>{said.in}</h3>
      <p class="quiet">{said.inLead}{others > 0 && ` (${said.others(others)})`}</p>
      {members.length === 0 && <p class="quiet">{said.empty}</p>}
      <ul class="plain stack">{rowsOf(false)}</ul>
      {earlier > 0 && <details><summary>{said.earlier(earlier)}</summary><ul class="plain stack">{rowsOf(true)}</ul></details>}
      {members.length > 0 && <p class="quiet">{said.leaving}</p>}
      {people.some(({ id }) => !isIn(id)) && (
        <Field label={said.add}>
          {(wiring) => (
            <select {...wiring} value="" onChange={({ currentTarget }) => add(currentTarget.value)}>
              <option value="">{words.value.choose}</option>
              {people.filter(({ id }) => !isIn(id)).map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
            </select>
          )}
        </Field>
      )}
      <p role="status" class="quiet">{news}</p>
    </section>
  )
}

interface RowProps {
  member: Member
  name: string
  tried: boolean
  onRow: (member: Member) => void
  onRemove: () => void
}

function Row({ member, name, tried, onRow, onRemove }: RowProps) {
  const said = words.value.groups
  const wrong = tried ? wrongDays(member) : undefined
  return (
    <div role="group" aria-label={name} class="member">
      <span class="row between">
        <strong>{name}</strong>
        <Button kind="bare" label={said.remove(name)} onTap={onRemove}>{said.removeShort}</Button>
      </span>
      <TextField label={said.from} type="date" value={member.from} onValue={(from) => onRow({ ...member, from })} error={wrong === 'from' ? said.noFrom : undefined} />
      <TextField label={said.to} type="date" value={member.last} onValue={(last) => onRow({ ...member, last })} error={wrong === 'last' ? said.wrongDays : undefined} />
    </div>
  )
}
