import type { ComponentChildren } from 'preact'
import { number } from '../../shared/i18n'
import type { Day } from '../../shared/wire'
import { here } from '../../ui/here'
import { dayNumber } from '../chart'
import { words as review } from '../words'
import { weekdayName } from './days'
import type { Asked, Line } from './trend'
import { asked, daysKnown, stepAt } from './trend'
import { words } from './words'

const said = (value: number): string => number(value, here().language)

const Table = ({ label, children }: { label: string; children: ComponentChildren }) => (
  <>
    <h3>{label}</h3>
    <div class="scroll" tabIndex={0} role="region" aria-label={label}><table>{children}</table></div>
  </>
)

/** What every plot is made of, in words and numbers. */
export function Numbers({ days, lines }: { days: readonly Day[]; lines: readonly Line[] }) {
  const scores = lines.filter(({ item }) => !item)
  return (
    <details class="numbers noprint">
      <summary>{words.value.trends.numbers}</summary>
      {scores.length < lines.length && <DailyNumbers days={days} />}
      {scores.map((line) => <ScoreNumbers key={line.key} line={line} />)}
    </details>
  )
}

/** The newest day first. A dash is what was skipped, or not asked. */
function DailyNumbers({ days }: { days: readonly Day[] }) {
  const { trends } = words.value
  const { checkIn } = review.value
  const cell = (item: Asked, value: number | null) => (value === null ? '–' : item === 'sleep' ? trends.hours(said(value)) : said(value))
  return (
    <Table label={trends.daily}>
      <thead>
        <tr><th scope="col">{trends.day}</th>{asked.map((item) => <th key={item} scope="col">{trends.items[item]}</th>)}<th scope="col">{trends.checkIn}</th></tr>
      </thead>
      <tbody>
        {[...daysKnown(days)].reverse().map((day) => (
          <tr key={day.day}>
            <th scope="row">{weekdayName(dayNumber(day.day))}</th>
            {asked.map((item) => <td key={item}>{cell(item, day[item])}</td>)}
            <td>{checkIn[day.state ?? 'none']}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  )
}

function ScoreNumbers({ line: { title, points, steps } }: { line: Line }) {
  const { trends } = words.value
  const cutOffs = steps.map(({ at, label }) => trends.step(said(at), label)).join(', ')
  return (
    <>
      <Table label={title}>
        <thead><tr><th scope="col">{trends.day}</th><th scope="col">{trends.value}</th>{cutOffs && <th scope="col">{trends.called}</th>}</tr></thead>
        <tbody>
          {[...points].reverse().map(({ x, value }, i) => (
            <tr key={i}>
              <th scope="row">{weekdayName(x)}</th>
              <td>{said(value)}</td>
              {cutOffs && <td>{stepAt(steps, value)}</td>}
            </tr>
          ))}
        </tbody>
      </Table>
      {cutOffs && <p class="quiet">{trends.steps(cutOffs)}</p>}
    </>
  )
}
