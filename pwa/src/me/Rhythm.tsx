import { home } from '../data/home'
import { daysUntil, momentInText } from '../shared/i18n'
import type { CheckInOut, Home, RhythmOut } from '../shared/wire'
import { now } from '../ui/now'
import { PageHead } from '../ui/PageHead'
import { Empty } from '../ui/States'
import { language } from '../ui/words'
import './me.css'
import { NotHere } from './NotHere'
import { place } from './place'
import { clockOf, nextOf, soonestFirst } from './asked'
import { TimeForm } from './TimeForm'
import { words } from './words'
import { cityOf } from './zones'

/** What the person is asked again and again, at what time of day, and how to move it. */
export function Rhythm() {
  const { title } = words.value.rhythm
  return home.value ? <Lines body={home.value} /> : <NotHere title={title} icon="clock" back="/me" />
}

function Lines({ body }: { body: Home }) {
  const { title, lead, elsewhere, none } = words.value.rhythm
  const { zone } = body.person
  const lines = soonestFirst(body.rhythm, body.check_ins, now.value)
  return (
    <>
      <PageHead title={title} back="/me" />
      <p>{lead} {zone !== body.program.zone && elsewhere(cityOf(zone))}</p>
      {lines.length === 0 && <Empty icon="clock">{none}</Empty>}
      {lines.map((line) => <Line key={line.slot} line={line} checkIns={body.check_ins} />)}
    </>
  )
}

function Line({ line, checkIns }: { line: RhythmOut; checkIns: readonly CheckInOut[] }) {
  const id = `rhythm-${line.slot}`
  return (
    <section class="card stack" aria-labelledby={id}>
      <h2 id={id}>{line.title[language.value]}</h2>
      <p><strong>{clockOf(line.wall_time, language.value)}</strong> <span class="quiet">{whoseTime(line)}</span></p>
      <p class="quiet">{nextWords(nextOf(line.slot, checkIns, now.value))}</p>
      <TimeForm line={line} checkIns={checkIns} />
    </section>
  )
}

function whoseTime({ own, by_counselor }: RhythmOut): string {
  const said = words.value.rhythm
  if (own) return said.own
  return by_counselor ? said.byCounselor : said.usual
}

function nextWords(next: CheckInOut | undefined): string {
  const { next: said, today, later } = words.value.rhythm
  if (!next) return later
  const when = momentInText(next.opens_at, now.value, place())
  return daysUntil(next.opens_at, now.value, place().zone) === 0 ? today(when) : said(when)
}
