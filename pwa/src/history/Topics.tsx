import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { localDate, number } from '../shared/i18n'
import { Card } from '../ui/Card'
import { now } from '../ui/now'
import { usePlot } from '../ui/plot'
import { language } from '../ui/words'
import { dayName } from './days'
import { lineOf } from './draw'
import type { Axis, Line, Topic } from './lines'
import { axisTo, stepAt, topOf, valuesOf } from './lines'
import { Numbers } from './Numbers'
import { words } from './words'

/** One card for each form that has told numbers, the one that was answered last first, all over the same days. */
export function Topics({ topics, zone }: { topics: readonly Topic[]; zone: string }) {
  const axis = axisTo(localDate(now.value, zone), firstDayOf(topics))
  return <>{topics.map((topic) => <One key={topic.key} topic={topic} axis={axis} />)}</>
}

const firstDayOf = (topics: readonly Topic[]): number =>
  Math.min(...topics.flatMap(({ scores, questions }) => [...scores, ...questions]).map(({ points }) => points[0]?.x ?? Infinity))

/** So many charts of single questions are calm without a fold. */
const FEW = 3

function One({ topic: { key, title, scores, questions }, axis }: { topic: Topic; axis: Axis }) {
  const id = `topic-${key}`
  const isShort = scores.length === 0 && questions.length <= FEW
  const charts = (lines: readonly Line[]) => lines.map((line) => <Chart key={line.key} line={line} axis={axis} />)
  return (
    <Card labelledBy={id}>
      <h2 id={id}>{title}</h2>
      {charts(scores)}
      {isShort ? charts(questions) : questions.length > 0 && <Each count={questions.length}>{() => charts(questions)}</Each>}
    </Card>
  )
}

/** The single questions of a form that has scores, or many of them: drawn once somebody wants to see them. */
function Each({ count, children }: { count: number; children: () => ComponentChildren }) {
  const [open, setOpen] = useState(false)
  return (
    <details class="numbers" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{words.value.topics.each(count)}</summary>
      {open && children()}
    </details>
  )
}

function Chart({ line, axis }: { line: Line; axis: Axis }) {
  const values = valuesOf(line.points, axis)
  const ends = { min: line.min, max: topOf(line), steps: line.steps }
  const host = usePlot((inks, room) => lineOf(ends, values, axis, dayName, inks, room), [JSON.stringify([ends, values, axis]), language.value])
  const isShown = values.some((value) => typeof value === 'number')
  return (
    <section class="trend stack">
      <h3>{line.title}</h3>
      <p class="quiet">{sentences(line, axis).join(' ')}</p>
      {isShown ? <div class="plot" ref={host} aria-hidden="true" /> : <p>{words.value.topics.notNow}</p>}
      {isShown && line.ends.length > 0 && <p class="quiet">{line.ends.join(' · ')}</p>}
      <Numbers line={line} />
    </section>
  )
}

/** What the drawing shows, for those who do not see it. */
function sentences(line: Line, [from]: Axis): string[] {
  const { latest, between, same, times } = words.value.topics
  const last = line.points.at(-1)
  const drawn = line.points.filter(({ x }) => x >= from).map(({ value }) => value)
  const [low, high] = [Math.min(...drawn), Math.max(...drawn)]
  const count = times(drawn.length)
  return [
    last ? latest(valueWords(line, last.value), dayName(last.x)) : '',
    drawn.length < 2 ? '' : low === high ? same(valueWords(line, low), count) : between(stepAt(line, low) ?? number(low, language.value), valueWords(line, high), count),
  ]
}

function valueWords(line: Line, value: number): string {
  const said = stepAt(line, value) ?? number(value, language.value)
  return line.isHours ? words.value.topics.hours(said) : said
}
