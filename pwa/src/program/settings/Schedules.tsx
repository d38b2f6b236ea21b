import { useState } from 'preact/hooks'
import { useIntention } from '../../data/intend'
import { Refused } from '../../review/Refused'
import { told } from '../../review/told'
import type { Kept, Phase, ScheduleIn, ScheduleOut, SettingsOut } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { Card, Chip } from '../../ui/Card'
import { here } from '../../ui/here'
import { Sheet } from '../../ui/Sheet'
import { scheduleSaid } from './said'
import { ScheduleForm } from './ScheduleForm'
import { words } from './words'
import { pathOfSchedule } from './written'

const phases = ['intake', 'iop', 'aftercare'] as const satisfies readonly Phase[]

/** What the form is about: a schedule there is, or a new one in a phase. */
type Editing = { schedule: ScheduleOut } | { phase: Phase }

/** For the whole program: the same slot, said anew. */
const saidAnew = (schedule: ScheduleOut, change: Partial<ScheduleIn>): ScheduleIn => {
  const { phase, slot, instrument, rhythm, rule, wall_time, window_minutes, nudge_minutes, is_off } = schedule
  return { person: null, phase, slot, instrument, rhythm, rule, wall_time, window_minutes, nudge_minutes, is_off, ...change }
}

/** What is asked in each phase. */
export function Schedules({ settings, onChange }: { settings: SettingsOut; onChange: () => void }) {
  const [editing, setEditing] = useState<Editing | undefined>()
  const [news, setNews] = useState('')
  const said = words.value.schedules
  const titleOf = (key: string) => titleIn(settings, key)
  const done = (sentence: string) => {
    setNews(sentence)
    setEditing(undefined)
    onChange()
  }
  const phase = editing && ('schedule' in editing ? editing.schedule.phase : editing.phase)
  return (
    <Card labelledBy="schedules">
      <h2 id="schedules">{said.title}</h2>
      <p class="quiet">{said.lead}</p>
      {phases.map((each) => (
        <Of key={each} phase={each} settings={settings} onEdit={setEditing} onDone={done} />
      ))}
      <p role="status" class="quiet">{news}</p>
      <Sheet open={editing !== undefined} onClose={() => setEditing(undefined)} title={phase ? (editing && 'schedule' in editing ? said.editNamed(titleOf(editing.schedule.instrument)) : said.addTo(said.phases[phase])) : ''}>
        {editing && phase && (
          <ScheduleForm
            settings={settings}
            phase={phase}
            schedule={'schedule' in editing ? editing.schedule : undefined}
            onTaken={({ instrument }) => done(said.changed(titleOf(instrument)))}
          />
        )}
      </Sheet>
    </Card>
  )
}

const titleIn = ({ instruments }: SettingsOut, key: string): string => {
  const known = instruments.find((each) => each.key === key)
  return known ? told(known.title) : key
}

/** What happens as long as a form waits for somebody to be named; undefined where none does. */
function waitingWords({ instrument, is_off }: ScheduleOut, settings: SettingsOut): string | undefined {
  const form = settings.instruments.find(({ key }) => key === instrument)
  if (!form || form.permitted || is_off) return undefined
  const { asksInstead, asksNothing } = words.value.schedules
  return form.stand_in ? asksInstead(titleIn(settings, form.stand_in)) : asksNothing
}

interface OfProps {
  phase: (typeof phases)[number]
  settings: SettingsOut
  onEdit: (editing: Editing) => void
  onDone: (sentence: string) => void
}

function Of({ phase, settings, onEdit, onDone }: OfProps) {
  const said = words.value.schedules
  const own = settings.schedules.filter((each) => each.phase === phase && !each.person)
  return (
    <section class="stack" aria-labelledby={`phase-${phase}`}>
      <h3 id={`phase-${phase}`}>{said.phases[phase]}</h3>
      {own.length === 0 && <p class="quiet">{said.none}</p>}
      <ul class="plain lines-list">
        {own.map((schedule) => (
          <li key={schedule.slot}><Line schedule={schedule} title={titleIn(settings, schedule.instrument)} waits={waitingWords(schedule, settings)} onEdit={() => onEdit({ schedule })} onDone={onDone} /></li>
        ))}
      </ul>
      <Button kind="soft" icon="plus" label={said.addTo(said.phases[phase])} onTap={() => onEdit({ phase })}>{said.add}</Button>
    </section>
  )
}

interface LineProps {
  schedule: ScheduleOut
  title: string
  waits: string | undefined
  onEdit: () => void
  onDone: (sentence: string) => void
}

function Line({ schedule, title, waits, onEdit, onDone }: LineProps) {
  const said = words.value.schedules
  const { is_off: off } = schedule
  const turn = useIntention<ScheduleIn, Kept>(pathOfSchedule, (_kept, { is_off }) => onDone(is_off ? said.isOff(title) : said.isOn(title)))
  return (
    <div class="schedule">
      <span class="grow">
        <strong>{title}</strong> {off && <Chip>{said.off}</Chip>}
        <small>{scheduleSaid(schedule, words.value, here().language)}</small>
        {waits && <small class="attend">{waits}</small>}
      </span>
      <span class="row tight">
        <Button kind="bare" label={said.editNamed(title)} onTap={onEdit}>{said.edit}</Button>
        <Button kind="bare" label={off ? said.turnOnNamed(title) : said.turnOffNamed(title)} disabled={turn.saying} onTap={() => turn.say(saidAnew(schedule, { is_off: !off }))}>{off ? said.turnOn : said.turnOff}</Button>
      </span>
      <Refused refusal={turn.refusal} />
    </div>
  )
}
