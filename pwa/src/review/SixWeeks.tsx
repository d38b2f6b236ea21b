import { useState } from 'preact/hooks'
import { number, shortDateOf, shortWeekdayOf } from '../shared/i18n'
import type { Day } from '../shared/wire'
import { Empty } from '../ui/States'
import { here } from '../ui/here'
import { now } from '../ui/now'
import { chartOf, dayNumber } from './chart'
import { linesOf } from './lines'
import { usePlot } from './plot'
import { words } from './words'

/** Mood and craving of each day: as two lines, and as the numbers they are made of. */
export function SixWeeks({ days }: { days: readonly Day[] }) {
  const { person } = words.value
  if (days.every(({ mood, craving, state }) => mood === null && craving === null && state !== 'missed')) {
    return <Empty icon="wave">{person.noNumbers}</Empty>
  }
  return (
    <>
      <Lines days={days} />
      <details class="numbers">
        <summary>{person.asTable}</summary>
        <Numbers days={days} />
      </details>
    </>
  )
}

function Lines({ days }: { days: readonly Day[] }) {
  const { person } = words.value
  const [at, setAt] = useState<number | undefined>()
  const chart = chartOf(days)
  const place = here()
  const host = usePlot((inks) => linesOf(chart, inks, (x) => dayName(x, false), setAt), [JSON.stringify(chart), place.language])
  const pointed = at === undefined ? undefined : days[at]
  return (
    <figure class="lines">
      <figcaption class="hidden">{person.chartAbout}</figcaption>
      <ul class="plain legend quiet">
        <li class="craving">{person.craving}</li>
        <li class="mood">{person.mood}</li>
        {chart.missed.length > 0 && <li class="missed">{person.missed}</li>}
        {chart.nothingDue.length > 0 && <li class="free">{person.nothingDue}</li>}
      </ul>
      <div class="plot" ref={host} aria-hidden="true" />
      <p class="quiet" aria-hidden="true">{pointed ? `${dayName(dayNumber(pointed.day), true)}: ${toldOf(pointed)}` : person.point}</p>
    </figure>
  )
}

const DAY = 86_400_000

/** "Oct 19", or "Mon, Oct 19". Local dates are read in UTC, where each is one day. */
function dayName(day: number, weekday: boolean): string {
  const place = { language: here().language, zone: 'UTC' }
  const moment = new Date(day * DAY)
  const date = shortDateOf(moment, now.value, place)
  return weekday ? `${shortWeekdayOf(moment, place)}, ${date}` : date
}

function toldOf({ mood, craving, state }: Day): string {
  const { person, checkIn } = words.value
  const told = [mood === null ? '' : `${person.mood} ${said(mood)}`, craving === null ? '' : `${person.craving} ${said(craving)}`].filter(Boolean)
  return told.length > 0 ? told.join(', ') : checkIn[state ?? 'none']
}

const said = (value: number): string => number(value, here().language)

/** The newest day first. A dash is what was skipped, or not asked. */
function Numbers({ days }: { days: readonly Day[] }) {
  const { person, answer, checkIn } = words.value
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={person.asTable}>
      <table>
        <thead>
          <tr><th scope="col">{person.day}</th><th scope="col">{person.mood}</th><th scope="col">{person.craving}</th><th scope="col">{person.sleep}</th><th scope="col">{person.checkIn}</th></tr>
        </thead>
        <tbody>
          {[...days].reverse().map(({ day, mood, craving, sleep, state }) => (
            <tr key={day}>
              <th scope="row">{dayName(dayNumber(day), true)}</th>
              <td>{mood === null ? '–' : said(mood)}</td>
              <td>{craving === null ? '–' : said(craving)}</td>
              <td>{sleep === null ? '–' : answer.hours(said(sleep))}</td>
              <td>{checkIn[state ?? 'none']}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
