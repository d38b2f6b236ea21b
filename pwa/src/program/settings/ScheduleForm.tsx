import { useState } from 'preact/hooks'
import type { Refusal } from '../../data/intend'
import { useIntention } from '../../data/intend'
import { Refused, saidOf } from '../../review/Refused'
import { told } from '../../review/told'
import type { Kept, Phase, ScheduleIn, ScheduleOut, SettingsOut } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { Field, TextField } from '../../ui/Field'
import { Days } from './Days'
import type { Beat, Kind, Weekday } from './rhythm'
import { beatOf, kinds, LAST_DATE, LAST_NTH, slotOf, storedOf, weekdays, weekly, WITHOUT_SESSION } from './rhythm'
import { span } from './said'
import { pathOfSchedule } from './Schedules'
import { words } from './words'

interface FormProps {
  settings: SettingsOut
  phase: Phase
  /** Without one it is a new line of the phase. */
  schedule: ScheduleOut | undefined
  onTaken: (said: ScheduleIn) => void
}

export interface Written {
  instrument: string
  beat: Beat
  wall_time: string
  window_minutes: number
  nudge_minutes: number | null
}

const blank: Written = { instrument: '', beat: { kind: 'daily' }, wall_time: '20:00', window_minutes: 360, nudge_minutes: 60 }

const fields = ['instrument', 'rhythm', 'rule', 'wall_time', 'window_minutes', 'nudge_minutes']

export function ScheduleForm({ settings, phase, schedule, onTaken }: FormProps) {
  const [written, setWritten] = useState<Written>(() => (schedule ? { ...schedule, beat: beatOf(schedule) } : blank))
  const [tried, setTried] = useState(false)
  const save = useIntention<ScheduleIn, Kept>(pathOfSchedule, (_kept, body) => onTaken(body))
  const said = words.value
  const wrong = wrongIn(written)
  const send = (event: Event) => {
    event.preventDefault()
    setTried(true)
    if (wrong) return
    const { instrument, beat, wall_time, window_minutes, nudge_minutes } = written
    const taken = settings.schedules.filter((each) => each.phase === phase).map(({ slot }) => slot)
    save.say({ person: null, phase, slot: schedule?.slot ?? slotOf(instrument, taken), instrument, ...storedOf(beat), wall_time, window_minutes, nudge_minutes, is_off: schedule?.is_off ?? false })
  }
  const write = (change: Partial<Written>) => setWritten({ ...written, ...change })
  return (
    <form class="stack" onSubmit={send} noValidate>
      <WhichForm settings={settings} chosen={written.instrument} onChoose={(instrument) => write({ instrument })} error={tried && wrong === 'instrument' ? said.schedules.noForm : saidOf(save.refusal, 'instrument')} />
      <HowOften beat={written.beat} tried={tried} refusal={save.refusal} onBeat={(beat) => write({ beat })} />
      <When written={written} wrong={tried ? wrong : undefined} refusal={save.refusal} onWrite={write} />
      <Refused refusal={save.refusal} fields={fields} />
      <Button type="submit" disabled={save.saying}>{save.saying ? said.saving : said.save}</Button>
    </form>
  )
}

export function wrongIn({ instrument, beat, wall_time, window_minutes, nudge_minutes }: Written): 'instrument' | 'days' | 'wall_time' | 'nudge_minutes' | undefined {
  if (!instrument) return 'instrument'
  if (beat.kind === 'weekly' && beat.days.length === 0) return 'days'
  if (!wall_time) return 'wall_time'
  return nudge_minutes !== null && nudge_minutes >= window_minutes ? 'nudge_minutes' : undefined
}

interface WhichProps {
  settings: SettingsOut
  chosen: string
  onChoose: (key: string) => void
  error: string | undefined
}

/** One that wants a responder first is shown, and cannot be chosen. */
function WhichForm({ settings: { instruments }, chosen, onChoose, error }: WhichProps) {
  const said = words.value.schedules
  return (
    <Field label={said.form} error={error}>
      {(wiring) => (
        <select {...wiring} value={chosen} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
          <option value="">{said.chooseForm}</option>
          {instruments.map(({ key, title, permitted }) => (
            <option key={key} value={key} disabled={!permitted && key !== chosen}>{permitted ? told(title) : said.needsResponder(told(title))}</option>
          ))}
        </select>
      )}
    </Field>
  )
}

interface OftenProps {
  beat: Beat
  tried: boolean
  refusal: Refusal | undefined
  onBeat: (beat: Beat) => void
}

/** `before` is what a kind begins with: the rhythm there was, where it is of that kind. */
function begun(kind: Kind, before: Beat): Beat {
  if (kind === before.kind) return before
  if (kind === 'weekly') return weekly(['MO'])
  if (kind === 'monthly') return { kind, nth: 1, day: 'TU' }
  if (kind === 'monthday') return { kind, date: 1 }
  if (kind === 'before_individual') return { kind, rule: WITHOUT_SESSION }
  return kind === 'other' ? before : { kind }
}

function HowOften({ beat, tried, refusal, onBeat }: OftenProps) {
  const said = words.value.schedules
  const [first] = useState(beat)
  const choices = [...kinds, ...(first.kind === 'other' ? (['other'] as const) : [])]
  const about = beat.kind === 'before_individual' || beat.kind === 'taper' ? said.about[beat.kind] : undefined
  return (
    <>
      <Field label={said.rhythm} hint={about} error={saidOf(refusal, 'rhythm') ?? saidOf(refusal, 'rule')}>
        {(wiring) => (
          <select {...wiring} value={beat.kind} onChange={({ currentTarget }) => onBeat(begun(currentTarget.value as Kind, first))}>
            {choices.map((kind) => <option key={kind} value={kind}>{said.kinds[kind]}</option>)}
          </select>
        )}
      </Field>
      {beat.kind === 'weekly' && <Days question={said.days} chosen={beat.days} onChoose={(days) => onBeat(weekly(days))} error={tried && beat.days.length === 0 ? said.noDays : undefined} />}
      {beat.kind === 'monthly' && <NthWeekday beat={beat} onBeat={onBeat} />}
      {beat.kind === 'monthday' && (
        <Select label={said.dayOfMonth} value={beat.date} options={upTo(LAST_DATE).map((date) => [date, String(date)])} onChoose={(date) => onBeat({ kind: 'monthday', date: Number(date) })} />
      )}
    </>
  )
}

const upTo = (last: number): number[] => Array.from({ length: last }, (_, i) => i + 1)

/** "The first", "Tuesday" */
function NthWeekday({ beat, onBeat }: { beat: Extract<Beat, { kind: 'monthly' }>; onBeat: (beat: Beat) => void }) {
  const { schedules: said, weekdays: names } = words.value
  return (
    <div class="times">
      <Select label={said.nthOf} value={beat.nth} options={upTo(LAST_NTH).map((nth) => [nth, said.nth[nth - 1] ?? ''])} onChoose={(nth) => onBeat({ ...beat, nth: Number(nth) })} />
      <Select label={said.weekday} value={beat.day} options={weekdays.map((day) => [day, names[day]])} onChoose={(day) => onBeat({ ...beat, day: day as Weekday })} />
    </div>
  )
}

interface SelectProps {
  label: string
  value: string | number
  options: readonly (readonly [string | number, string])[]
  onChoose: (value: string) => void
  error?: string | undefined
}

const Select = ({ label, value, options, onChoose, error }: SelectProps) => (
  <Field label={label} error={error}>
    {(wiring) => (
      <select {...wiring} value={value} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
        {options.map(([each, name]) => <option key={each} value={each}>{name}</option>)}
      </select>
    )}
  </Field>
)

const windows = [60, 120, 240, 360, 720, 1440, 2880, 4320, 10_080]
const nudges = [15, 30, 60, 120, 240, 720, 1440, 2880]

/** The usual ones, and the one there is. */
const among = (usual: readonly number[], own: number | null): number[] =>
  [...new Set([...usual, ...(own === null ? [] : [own])])].sort((a, b) => a - b)

interface WhenProps {
  written: Written
  wrong: ReturnType<typeof wrongIn>
  refusal: Refusal | undefined
  onWrite: (change: Partial<Written>) => void
}

function When({ written: { wall_time, window_minutes, nudge_minutes }, wrong, refusal, onWrite }: WhenProps) {
  const said = words.value.schedules
  return (
    <>
      <TextField label={said.time} hint={said.timeHint} type="time" value={wall_time} onValue={(time) => onWrite({ wall_time: time })} error={wrong === 'wall_time' ? said.noTime : saidOf(refusal, 'wall_time')} />
      <Select label={said.window} value={window_minutes} options={among(windows, window_minutes).map((minutes) => [minutes, span(minutes, words.value)])} onChoose={(minutes) => onWrite({ window_minutes: Number(minutes) })} error={saidOf(refusal, 'window_minutes')} />
      <Select
        label={said.nudge}
        value={nudge_minutes ?? ''}
        options={[['', said.noNudge], ...among(nudges, nudge_minutes).map((minutes) => [minutes, said.after(span(minutes, words.value))] as const)]}
        onChoose={(minutes) => onWrite({ nudge_minutes: minutes ? Number(minutes) : null })}
        error={wrong === 'nudge_minutes' ? said.nudgeLate : saidOf(refusal, 'nudge_minutes')}
      />
    </>
  )
}
