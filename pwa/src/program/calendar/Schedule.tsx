import { useRoute } from 'preact-iso'
import './calendar.css'
import { Groups } from './Groups'
import { Import } from './Import'
import { ChangeSeries, NewSeries } from './SeriesPage'
import { SeriesList } from './SeriesList'
import { TopicsPage } from './TopicsPage'
import { WeekPage } from './WeekPage'

/** The clinic's calendar, and what it is made of: one page of staff for each, in one file. */
export function Schedule() {
  const { part, id } = useRoute().params
  if (part === 'new') return <NewSeries />
  if (part === 'series') return id ? <ChangeSeries key={id} id={id} /> : <SeriesList />
  if (part === 'groups') return <Groups />
  if (part === 'topics') return <TopicsPage />
  return part === 'import' ? <Import /> : <WeekPage />
}
