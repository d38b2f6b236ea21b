import type { Place } from '../shared/i18n'
import { timeOf } from '../shared/i18n'
import type { OccurrenceOut } from '../shared/wire'
import { Chip } from '../ui/Card'
import { now } from '../ui/now'
import { changeOf, hoursOf, movedTo, thereOf, words } from './names'
import { pageOf } from './next'
import type { Entry } from './days'

/** A session in the calendar. What is not to be is struck through, and a word says why. */
export function SessionLink({ entry: { occurrence: one, gone }, place }: { entry: Entry; place: Place }) {
  const off = gone || one.state === 'cancelled'
  const change = gone ? movedTo(one, now.value, place) : changeOf(one, now.value, place)
  const there = thereOf(one, place)
  return (
    <a class="card session" href={pageOf(one)}>
      <span class="hours">{gone ? timeOf(one.was_at ?? one.starts_at, place) : hoursOf(one, place)}</span>
      {there && !gone && <small>{there}</small>}
      <strong>{off ? <s>{one.title}</s> : one.title}</strong>
      {!off && <small>{aboutOf(one)}</small>}
      {change && <span><Chip tone="on">{change}</Chip></span>}
      {one.reason && <small>{one.reason}</small>}
    </a>
  )
}

const aboutOf = ({ topic, place, link }: OccurrenceOut): string =>
  [topic, place ?? (link && words.value.online)].filter(Boolean).join(' · ')
