import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { list, localDate, number } from '../../shared/i18n'
import type { Overview } from '../../shared/wire'
import { Card } from '../../ui/Card'
import { here } from '../../ui/here'
import { now } from '../../ui/now'
import { usePlot } from '../../ui/plot'
import { Empty } from '../../ui/States'
import { dayName, weekdayName } from './days'
import type { Along } from './draw'
import { lineOf, phaseLane, sessionLane } from './draw'
import { Numbers } from './Numbers'
import { offSheet, onSheet } from './sheet'
import type { Axis, Dot, Line, Shape, Tally } from './trend'
import { axisTo, dotsOf, latestOf, linesOf, tallyOf, turnsOf, valuesOf, weeksOf } from './trend'
import { words } from './words'

/** Everything that has a number or a mark, over one axis of twelve weeks. */
export function Trends({ overview }: { overview: Overview }) {
  const { trends } = words.value
  const { language, zone } = here()
  const axis = axisTo(localDate(now.value, overview.person.zone))
  const lines = linesOf(overview, axis, trends.items, language)
  const dots = dotsOf(overview.sessions, zone)
  const [at, setAt] = useState<number | undefined>()
  const along: Along = { axis, turns: turnsOf(overview.phases, axis), stepped: lines.filter(({ steps }) => steps.length > 0), nameOf: dayName, onPoint: setAt }
  const off = lines.slice(onSheet(overview.alerts.length).lines)
  const row = (line: Line) => <LineRow key={line.key} line={line} days={overview.days} along={along} isOff={off.includes(line)} />
  const isEmpty = lines.length === 0 && dots.length === 0
  return (
    <Card labelledBy="trends">
      <h2 id="trends">{trends.title}</h2>
      {isEmpty ? <Empty icon="wave">{trends.none}</Empty> : (
        <>
          <p class="hidden">{trends.about}</p>
          <div class="trends">
            <Phases along={along} />
            {lines.filter(({ item }) => item).map(row)}
            <CheckIns counts={overview.check_ins} />
            {lines.filter(({ item }) => !item).map(row)}
            <Sessions dots={dots} along={along} />
          </div>
          {off.length > 0 && <p class="onpaper">{trends.offSheet(off.length, list(off.map(({ title }) => title), language))}</p>}
          <p class="quiet noprint" aria-hidden="true">{at === undefined ? trends.point : pointed(at, lines)}</p>
          <Numbers days={overview.days} lines={lines} />
        </>
      )}
    </Card>
  )
}

/** "Wed, Nov 18: mood 4, PHQ-9 score 12" */
function pointed(day: number, lines: readonly Line[]): string {
  const known = lines.flatMap(({ title, points }) => {
    const point = points.findLast(({ x }) => x === day)
    return point ? [`${title} ${said(point.value)}`] : []
  })
  return `${weekdayName(day)}: ${known.join(', ') || words.value.trends.nothing}`
}

const said = (value: number): string => number(value, here().language)

/** What it is and how it stands, and beside it the plot. */
const Row = ({ title, children, plot, isOff = false }: { title: string; children: ComponentChildren; plot?: ComponentChildren; isOff?: boolean }) => (
  <section class={`trend ${offSheet(isOff) ?? ''}`}>
    <div>
      <h3>{title}</h3>
      {children}
    </div>
    {plot}
  </section>
)

function Phases({ along }: { along: Along }) {
  const { trends, phases } = words.value
  const host = usePlot((inks, room) => phaseLane(({ phase }) => phases[phase], along, inks, room), [along.axis[1], JSON.stringify([along.turns, along.stepped]), here().language])
  const sentence = along.turns.map(({ phase, x }) => (x > along.axis[0] ? trends.phaseFrom(phases[phase], dayName(x)) : phases[phase])).join('; ')
  return <Row title={trends.phase} plot={<div class="plot" ref={host} aria-hidden="true" />}><small>{sentence || trends.noPhase}</small></Row>
}

interface LineProps {
  line: Line
  days: Overview['days']
  along: Along
  isOff: boolean
}

function LineRow({ line, days, along, isOff }: LineProps) {
  const values = valuesOf(line, days, along.axis)
  const host = usePlot((inks, room) => lineOf(line, values, along, inks, room), [JSON.stringify([line, values, along.turns, along.stepped]), here().language])
  return (
    <Row title={line.title} isOff={isOff} plot={<div class="plot" ref={host} aria-hidden="true" />}>
      {line.item ? <Week line={line} axis={along.axis} /> : <Score line={line} />}
    </Row>
  )
}

/** A single day says little of what goes up and down. */
function Week({ line, axis }: { line: Line; axis: Axis }) {
  const { trends } = words.value
  const { now: week, before } = weeksOf(line, axis)
  const unit = (value: number) => (line.item === 'sleep' ? trends.hours(said(value)) : said(value))
  if (week === undefined) return <small>{trends.noWeek}</small>
  return <small>{[trends.week(unit(week)), before === undefined ? '' : trends.weekBefore(unit(before))].filter(Boolean).join(', ')}</small>
}

function Score({ line }: { line: Line }) {
  const { trends } = words.value
  const latest = latestOf(line)
  if (!latest) return null
  const { value, step, x, before } = latest
  return (
    <>
      <p><strong>{said(value)}</strong>{step && <> {step}</>} <small>{trends.on(dayName(x))}</small></p>
      <small>{before ? trends.was(said(before.value), dayName(before.x)) : trends.first}</small>
    </>
  )
}

function CheckIns({ counts: { days, answered, late, missed } }: { counts: Overview['check_ins'] }) {
  const { trends } = words.value
  const due = answered + late + missed
  const parts = [trends.answered(said(answered + late), said(due)), late > 0 && trends.late(said(late)), missed > 0 && trends.missed(said(missed))]
  return <Row title={trends.checkIns(said(days))}><small>{due > 0 ? parts.filter(Boolean).join(', ') : trends.nothingDue}</small></Row>
}

function Sessions({ dots, along }: { dots: readonly Dot[]; along: Along }) {
  const { trends } = words.value
  const host = usePlot((inks, room) => sessionLane(dots, along, inks, room), [JSON.stringify([dots, along.turns, along.stepped]), along.axis[1], here().language])
  return (
    <Row title={trends.sessions} plot={<div class="plot" ref={host} aria-hidden="true" />}>
      {dots.length > 0 ? <><Legend tally={tallyOf(dots)} /><small class="onpaper">{trends.sessionsOff}</small></> : <small>{trends.noSessions}</small>}
    </Row>
  )
}

/** The shapes of the marks, how many there are of each, and what they mean. */
function Legend({ tally }: { tally: Tally }) {
  const { trends } = words.value
  const shapes = (Object.keys(tally) as Shape[]).filter((shape) => tally[shape] > 0)
  return <ul class="plain shapes">{shapes.map((shape) => <li key={shape} class={shape}>{trends[shape](tally[shape])}</li>)}</ul>
}
