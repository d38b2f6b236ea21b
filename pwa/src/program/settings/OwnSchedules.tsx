import { useState } from 'preact/hooks'
import { told } from '../../review/told'
import type { Overview, ScheduleRow } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { Chip } from '../../ui/Card'
import { here } from '../../ui/here'
import { Sheet } from '../../ui/Sheet'
import { FollowProgram } from './FollowProgram'
import { OwnScheduleForm } from './OwnScheduleForm'
import { scheduleSaid, wallTime } from './said'
import { words } from './words'

interface OwnProps {
  overview: Overview
  onChange: () => void
}

/** What one person is asked in their phase, whose schedule that is, and the way to set it for them alone. */
export function OwnSchedules({ overview: { person, schedules }, onChange }: OwnProps) {
  const [editing, setEditing] = useState<ScheduleRow | undefined>()
  const [news, setNews] = useState('')
  const said = words.value.own
  const name = person.called ?? person.name
  const done = (sentence: string) => {
    setNews(sentence)
    setEditing(undefined)
    onChange()
  }
  return (
    <section class="stack noprint">
      <h2>{said.title}</h2>
      {schedules.length === 0 && <p class="quiet">{said.none}</p>}
      <ul class="plain stack">
        {schedules.map((row) => <li key={row.slot}><Row row={row} name={name} onEdit={() => setEditing(row)} /></li>)}
      </ul>
      <p role="status" class="quiet">{news}</p>
      <Sheet open={editing !== undefined} onClose={() => setEditing(undefined)} title={editing ? said.sheet(told(editing.title), name) : ''}>
        {editing && person.phase && (
          <>
            <OwnScheduleForm row={editing} person={person.id} name={name} phase={person.phase} onTaken={() => done(said.changed(told(editing.title), name))} />
            {editing.person && <FollowProgram row={editing} person={person.id} name={name} phase={person.phase} onTaken={() => done(said.followed(told((editing.instead_of ?? editing).title), name))} />}
          </>
        )}
      </Sheet>
    </section>
  )
}

function Row({ row, name, onEdit }: { row: ScheduleRow; name: string; onEdit: () => void }) {
  const { own, schedules } = words.value
  const { language } = here()
  return (
    <div class="schedule">
      <span class="grow">
        <strong>{told(row.title)}</strong> {row.is_off && <Chip>{schedules.off}</Chip>} <Chip>{row.person ? own.only(name) : own.program}</Chip> {row.own_time && <Chip>{own.own(name)}</Chip>}
        <br />
        <small>{scheduleSaid({ ...row, wall_time: row.own_time ?? row.wall_time }, words.value, language)}{row.own_time && ` ${own.ownTime(name, wallTime(row.wall_time, language))}`}</small>
      </span>
      <span><Button kind="bare" label={schedules.editNamed(told(row.title))} onTap={onEdit}>{schedules.edit}</Button></span>
    </div>
  )
}
