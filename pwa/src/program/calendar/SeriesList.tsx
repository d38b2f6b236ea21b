import { useState } from 'preact/hooks'
import { Desk, Work } from '../../review/Desk'
import { Trouble } from '../../review/Loaded'
import type { SeriesOut, StaffCalendar } from '../../shared/wire'
import { Button, ButtonLink } from '../../ui/Button'
import { Card, Chip } from '../../ui/Card'
import { now } from '../../ui/now'
import { PageHead } from '../../ui/PageHead'
import { Sheet } from '../../ui/Sheet'
import { Empty } from '../../ui/States'
import { AddSession } from './AddSession'
import { EndSeries } from './EndSeries'
import { seriesSaid, whoseSaid } from './said'
import { startsFrom } from './series'
import { todayIn, useAhead } from './useCalendar'
import { words } from './words'

interface Doing {
  what: 'end' | 'add'
  series: SeriesOut
}

/** What recurs, by whom it is for. */
export function SeriesList() {
  const fetched = useAhead()
  const [doing, setDoing] = useState<Doing | undefined>()
  const [news, setNews] = useState('')
  const { series: said, ending, adding } = words.value
  const { body } = fetched
  const done = (sentence: string) => {
    setNews(sentence)
    setDoing(undefined)
    fetched.reload()
  }
  return (
    <Desk head={<><PageHead title={said.title} back="/schedule" /><Trouble fetched={fetched} /></>}>
      {body && (
        <Work>
          <p class="quiet">{said.lead}</p>
          <div><ButtonLink icon="plus" href="/schedule/new">{said.make}</ButtonLink></div>
          <p role="status" class="news">{news}</p>
          <All calendar={body} onDo={setDoing} />
          <Sheet open={doing !== undefined} onClose={() => setDoing(undefined)} title={doing ? (doing.what === 'end' ? ending : adding).title(doing.series.title) : ''}>
            {doing?.what === 'end' && <EndSeries series={nowOf(doing.series, body)} calendar={body} onDone={done} onReload={fetched.reload} />}
            {doing?.what === 'add' && <AddSession series={nowOf(doing.series, body)} calendar={body} onDone={done} onReload={fetched.reload} />}
          </Sheet>
        </Work>
      )}
    </Desk>
  )
}

/** The series as it is by now, which somebody else may have changed since its sheet was opened. */
const nowOf = (series: SeriesOut, { series: every }: StaffCalendar): SeriesOut => every.find(({ id }) => id === series.id) ?? series

/** Those with a session ahead, by the name of their group or person. */
function byWhose(calendar: StaffCalendar): [string, SeriesOut[]][] {
  const today = todayIn(calendar.zone)
  const found = new Map<string, SeriesOut[]>()
  for (const each of calendar.series) {
    if ((each.until && each.until <= today) || startsFrom(each, today, 1)?.length === 0) continue
    const whose = whoseSaid(each, calendar) || words.value.series.others
    found.set(whose, [...(found.get(whose) ?? []), each])
  }
  return [...found].sort(([one], [other]) => one.localeCompare(other))
}

function All({ calendar, onDo }: { calendar: StaffCalendar; onDo: (doing: Doing) => void }) {
  const all = byWhose(calendar)
  if (all.length === 0) return <Empty icon="calendar">{words.value.series.none}</Empty>
  return (
    <>
      {all.map(([whose, every], i) => (
        <Card key={whose} labelledBy={`whose-${i}`}>
          <h2 id={`whose-${i}`}>{whose}</h2>
          <ul class="plain lines-list">{every.map((each) => <li key={each.id}><Line series={each} onDo={(what) => onDo({ what, series: each })} /></li>)}</ul>
        </Card>
      ))}
    </>
  )
}

function Line({ series, onDo }: { series: SeriesOut; onDo: (what: Doing['what']) => void }) {
  const { series: said, kinds, entry } = words.value
  const where = series.place ?? (series.link && entry.video)
  return (
    <div class="schedule">
      <span class="grow">
        <strong>{series.title}</strong> {kinds[series.kind] !== series.title && <Chip>{kinds[series.kind]}</Chip>}
        <br />
        <small>{[seriesSaid(series, now.value, words.value), where].filter(Boolean).join(' · ')}</small>
      </span>
      <span class="row tight seriestools">
        <ButtonLink kind="bare" href={`/schedule/series/${series.id}`} label={said.changeNamed(series.title)}>{said.change}</ButtonLink>
        <Button kind="bare" label={said.addNamed(series.title)} onTap={() => onDo('add')}>{said.add}</Button>
        <Button kind="bare" label={said.endNamed(series.title)} onTap={() => onDo('end')}>{said.end}</Button>
      </span>
    </div>
  )
}
