import type { Day } from '../../sessions/days'
import { Card } from '../../ui/Card'
import { Field, TextField } from '../../ui/Field'
import { Days } from '../settings/Days'
import { DayRows } from './DayRows'
import { EndFields } from './EndFields'
import type { Pattern } from './rule'
import { MOST_WEEKS, weekdayOn } from './rule'
import { daySaid } from './said'
import { leftOf } from './series'
import type { PartProps } from './SeriesForm'
import { words } from './words'

/** On which days, when and how long, until when. Of one that has begun the first day is past. */
export function WhenFields(props: PartProps & { isBegun: boolean }) {
  const { written, begun: before, from, errorAt, onWrite, isBegun, calendar } = props
  const { form, at } = words.value
  const { pattern, first_day, wall_time, minutes } = written
  // Of what is before that day nothing is taken: what stands there already stays, and what is typed anew would be lost unsaid.
  const tooEarly = (known: readonly Day[]) => (day: Day) => (isBegun && day < from && !known.includes(day) ? form.tooEarly(daySaid(from)) : undefined)
  return (
    <Card labelledBy="when">
      <h2 id="when">{form.when}</h2>
      <p class="quiet">{at(calendar.zone)}</p>
      <Rhythm {...props} />
      {pattern.kind === 'weekly' && <Weekly pattern={pattern} {...props} />}
      {pattern.kind === 'dates' && <DayRows title={form.dates} name={form.date} add={form.moreDates} days={pattern.dates} error={errorAt('dates', 'added')} problemOf={tooEarly(before.pattern.kind === 'dates' ? before.pattern.dates : [])} onDays={(dates) => onWrite(on(dates))} />}
      <div class="times">
        {pattern.kind !== 'dates' && !isBegun && <TextField label={form.first} type="date" value={first_day} onValue={(day) => onWrite({ first_day: day })} error={errorAt('first_day', 'first_day')} />}
        <TextField label={form.time} type="time" value={wall_time} onValue={(time) => onWrite({ wall_time: time })} error={errorAt('wall_time', 'wall_time')} />
        <TextField label={form.minutes} type="number" inputMode="numeric" value={minutes} onValue={(next) => onWrite({ minutes: next })} error={errorAt('minutes', 'minutes')} />
      </div>
      {pattern.kind !== 'dates' && <EndFields end={written.end} hint={timesHint(written)} lastError={errorAt('until', 'until')} timesError={errorAt('count', '')} onEnd={(end) => onWrite({ end })} />}
      {pattern.kind !== 'dates' && (
        <details open={written.without.length > 0}>
          <summary>{form.without}</summary>
          <DayRows title={form.without} name={form.withoutDay} add={form.moreWithout} days={written.without} error={errorAt(undefined, 'excluded')} problemOf={tooEarly(before.without)} onDays={(without) => onWrite({ without })} />
        </details>
      )}
    </Card>
  )
}

function timesHint(written: PartProps['written']): string {
  const { timesHint: from, timesLeft } = words.value.form
  const left = leftOf(written)
  return [written.first_day && from(daySaid(written.first_day)), left !== undefined && timesLeft(left)].filter(Boolean).join(' ')
}

/** The first of them is the first day. */
const on = (dates: readonly Day[]): Partial<PartProps['written']> => ({ pattern: { kind: 'dates', dates }, ...(dates[0] ? { first_day: dates[0] } : {}) })

type Kind = Pattern['kind']

function begun(kind: Kind, { pattern, first_day }: PartProps['written']): Pattern {
  if (kind === pattern.kind) return pattern
  if (kind === 'weekly') return { kind, every: 1, days: first_day ? [weekdayOn(first_day)] : [] }
  return kind === 'dates' ? { kind, dates: [] } : pattern
}

function Rhythm({ written, errorAt, onWrite }: PartProps) {
  const { form } = words.value
  const { kind } = written.pattern
  const kinds: readonly Kind[] = kind === 'other' ? ['weekly', 'dates', 'other'] : ['weekly', 'dates']
  return (
    <Field label={form.rhythm} hint={kind === 'other' ? form.otherHint : undefined} error={errorAt(undefined, 'rule')}>
      {(wiring) => (
        <select {...wiring} value={kind} onChange={({ currentTarget }) => onWrite({ pattern: begun(currentTarget.value as Kind, written) })}>
          {kinds.map((each) => <option key={each} value={each}>{form.rhythms[each]}</option>)}
        </select>
      )}
    </Field>
  )
}

function Weekly({ pattern, errorAt, onWrite }: PartProps & { pattern: Extract<Pattern, { kind: 'weekly' }> }) {
  const { form } = words.value
  return (
    <>
      <Days question={form.days} chosen={pattern.days} onChoose={(days) => onWrite({ pattern: { ...pattern, days } })} error={errorAt('days', '')} />
      <Field label={form.every}>
        {(wiring) => (
          <select {...wiring} value={pattern.every} onChange={({ currentTarget }) => onWrite({ pattern: { ...pattern, every: Number(currentTarget.value) } })}>
            {Array.from({ length: MOST_WEEKS }, (_, i) => i + 1).map((n) => <option key={n} value={n}>{form.weeks(n)}</option>)}
          </select>
        )}
      </Field>
    </>
  )
}
