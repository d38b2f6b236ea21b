import { useState } from 'preact/hooks'
import type { Refusal } from '../../data/intend'
import { saidOf } from '../../review/Refused'
import { told } from '../../review/told'
import type { InstrumentOut } from '../../shared/wire'
import { Field, TextField } from '../../ui/Field'
import { Days } from './Days'
import type { Beat, Kind, Weekday } from './rhythm'
import { kinds, LAST_DATE, LAST_NTH, weekdays, weekly, WITHOUT_SESSION } from './rhythm'
import { span } from './said'
import { words } from './words'
import type { Written } from './written'
import { wrongIn } from './written'

/** Those that a refusal of the server is said at. */
export const fields = ['instrument', 'rhythm', 'rule', 'wall_time', 'window_minutes', 'nudge_minutes']

interface FieldsProps {
  instruments: readonly InstrumentOut[]
  written: Written
  /** What is wrong is said from then on. */
  tried: boolean
  refusal: Refusal | undefined
  /** About the time of day, where there is more to say of it. */
  timeHint?: string | undefined
  onWrite: (written: Written) => void
}

/** Which form, on which days, at what time and for how long: of a whole phase, or of one person. */
export function ScheduleFields({ instruments, written, tried, refusal, timeHint, onWrite }: FieldsProps) {
  const said = words.value.schedules
  const wrong = tried ? wrongIn(written) : undefined
  const write = (change: Partial<Written>) => onWrite({ ...written, ...change })
  return (
    <>
      <WhichForm instruments={instruments} chosen={written.instrument} onChoose={(instrument) => write({ instrument })} error={wrong === 'instrument' ? said.noForm : saidOf(refusal, 'instrument')} />
      <HowOften beat={written.beat} tried={tried} refusal={refusal} onBeat={(beat) => write({ beat })} />
      <When written={written} wrong={wrong} refusal={refusal} timeHint={timeHint ?? said.timeHint} onWrite={write} />
    </>
  )
}

interface WhichProps {
  instruments: readonly InstrumentOut[]
  chosen: string
  onChoose: (key: string) => void
  error: string | undefined
}

/** One that wants a responder first is shown, and cannot be chosen. */
function WhichForm({ instruments, chosen, onChoose, error }: WhichProps) {
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
  timeHint: string
  onWrite: (change: Partial<Written>) => void
}

function When({ written: { wall_time, window_minutes, nudge_minutes }, wrong, refusal, timeHint, onWrite }: WhenProps) {
  const said = words.value.schedules
  return (
    <>
      <TextField label={said.time} hint={timeHint} type="time" value={wall_time} onValue={(time) => onWrite({ wall_time: time })} error={wrong === 'wall_time' ? said.noTime : saidOf(refusal, 'wall_time')} />
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
