import { number, shortDateOf } from '../../shared/i18n'
import type { WeekOut } from '../../shared/wire'
import { Card } from '../../ui/Card'
import { here } from '../../ui/here'
import { now } from '../../ui/now'
import { usePlot } from '../../ui/plot'
import { Empty } from '../../ui/States'
import { barsOf } from './bars'
import { shareOf, totalOf } from './week'
import { words } from './words'

/** A local Monday is the same day in every zone. */
const nameOf = ({ week_of }: WeekOut): string => shortDateOf(`${week_of}T00:00:00Z`, now.value, { language: here().language, zone: 'UTC' })

const percent = (share: number): string => words.value.weeks.percent(said(Math.round(share * 100)))
const said = (n: number): string => number(n, here().language)

/** How much of what was due was answered, in bars and in numbers. */
export function Weeks({ weeks }: { weeks: readonly WeekOut[] }) {
  const { weeks: told } = words.value
  const total = totalOf(weeks)
  const share = shareOf(total)
  return (
    <Card labelledBy="weeks">
      <h2 id="weeks">{told.title}</h2>
      {share === undefined ? <Empty icon="calendar">{told.none}</Empty> : (
        <>
          <p>{told.total(percent(share), said(total.answered + total.late), said(total.due))}</p>
          <Chart weeks={weeks} />
          <Table weeks={weeks} />
        </>
      )}
    </Card>
  )
}

function Chart({ weeks }: { weeks: readonly WeekOut[] }) {
  const { weeks: told } = words.value
  const host = usePlot((inks, room) => barsOf({ weeks, nameOf, percent }, inks, room), [JSON.stringify(weeks), here().language])
  return (
    <figure class="lines">
      <figcaption class="hidden">{told.about}</figcaption>
      <ul class="plain bars-legend quiet">
        <li class="inTime">{told.inTime}</li>
        <li class="late">{told.late}</li>
        <li class="missed">{told.missed}</li>
        <li class="nothing">{told.nothing}</li>
      </ul>
      <div class="plot" ref={host} aria-hidden="true" />
    </figure>
  )
}

/** The newest week first. */
function Table({ weeks }: { weeks: readonly WeekOut[] }) {
  const { weeks: told } = words.value
  return (
    <div class="wideTable" tabIndex={0} role="region" aria-label={told.asTable}>
      <table>
        <thead><tr><th scope="col">{told.week}</th><th scope="col">{told.share}</th><th scope="col">{told.due}</th><th scope="col">{told.inTime}</th><th scope="col">{told.late}</th><th scope="col">{told.missed}</th></tr></thead>
        <tbody>{[...weeks].reverse().map((week) => <Week key={week.week_of} week={week} />)}</tbody>
      </table>
    </div>
  )
}

function Week({ week }: { week: WeekOut }) {
  const share = shareOf(week)
  const name = <th scope="row">{nameOf(week)}</th>
  if (share === undefined) return <tr>{name}<td colSpan={5}><span class="nothing">{words.value.weeks.nothing}</span></td></tr>
  return <tr>{name}<td><strong>{percent(share)}</strong></td><td>{said(week.due)}</td><td>{said(week.answered)}</td><td>{said(week.late)}</td><td>{said(week.missed)}</td></tr>
}
