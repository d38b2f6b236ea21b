import { useState } from 'preact/hooks'
import { useIntention } from '../../data/intend'
import { Refused, saidOf } from '../../review/Refused'
import { told } from '../../review/told'
import { words as review } from '../../review/words'
import type { Kept, Overview, Phase, ScheduleIn, ScheduleRow } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { Chip } from '../../ui/Card'
import { Choice } from '../../ui/Choice'
import { TextField } from '../../ui/Field'
import { here } from '../../ui/here'
import { Sheet } from '../../ui/Sheet'
import { scheduleSaid, wallTime } from './said'
import { pathOfSchedule } from './Schedules'
import { words } from './words'

interface OwnProps {
  overview: Overview
  onChange: () => void
}

/** What one person is asked in their phase, and the way to ask them at another time or not at all. */
export function OwnSchedules({ overview: { person, schedules }, onChange }: OwnProps) {
  const [editing, setEditing] = useState<ScheduleRow | undefined>()
  const [news, setNews] = useState('')
  const said = words.value.own
  const name = person.called ?? person.name
  const done = (row: ScheduleRow) => {
    setNews(said.changed(told(row.title), name))
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
        {editing && person.phase && <Form row={editing} person={person.id} name={name} phase={person.phase} onTaken={() => done(editing)} />}
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
        <strong>{told(row.title)}</strong> {row.is_off && <Chip>{schedules.off}</Chip>} {row.person && <Chip>{own.only(name)}</Chip>}
        <br />
        <small>{scheduleSaid(row, words.value, language)}{row.own_time && ` ${own.ownTime(name, wallTime(row.own_time, language))}`}</small>
      </span>
      <span><Button kind="bare" label={schedules.editNamed(told(row.title))} onTap={onEdit}>{schedules.edit}</Button></span>
    </div>
  )
}

interface FormProps {
  row: ScheduleRow
  person: string
  name: string
  phase: Phase
  onTaken: () => void
}

function Form({ row, person, name, phase, onTaken }: FormProps) {
  const [time, setTime] = useState(row.wall_time)
  const [off, setOff] = useState(row.is_off)
  const save = useIntention<ScheduleIn, Kept>(pathOfSchedule, onTaken)
  const { own, schedules, ...said } = words.value
  const send = (event: Event) => {
    event.preventDefault()
    const { slot, instrument, rhythm, rule, window_minutes, nudge_minutes } = row
    if (time) save.say({ person, phase, slot, instrument, rhythm, rule, wall_time: time, window_minutes, nudge_minutes, is_off: off })
  }
  return (
    <form class="stack" onSubmit={send} noValidate>
      <p>{own.lead(name)}</p>
      <Choice question={schedules.asked} options={[{ value: 'on', label: answerOf(false) }, { value: 'off', label: answerOf(true) }]} chosen={off ? 'off' : 'on'} onChoose={(chosen) => setOff(chosen === 'off')} />
      {!off && <TextField label={schedules.time} hint={row.own_time ? own.ownTimeStays(name) : schedules.timeHint} type="time" value={time} onValue={setTime} error={time ? saidOf(save.refusal, 'wall_time') : schedules.noTime} />}
      <Refused refusal={save.refusal} fields={off ? [] : ['wall_time']} />
      <Button type="submit" disabled={save.saying}>{save.saying ? said.saving : said.save}</Button>
    </form>
  )
}

const answerOf = (off: boolean): string => (off ? review.value.answer.no : review.value.answer.yes)
