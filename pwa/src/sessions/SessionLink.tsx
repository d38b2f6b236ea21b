import { ended, timeOf } from '../shared/i18n'
import type { OccurrenceOut } from '../shared/wire'
import { Chip } from '../ui/Card'
import { now } from '../ui/now'
import type { Entry } from './days'
import { changeOf, hoursOf, movedTo, thereOf, words } from './names'
import { pageOf } from './next'
import { meetsWords } from './ownNames'
import type { Read } from './read'

/** A session in the calendar. What is not to be is struck through, and a word says why. */
export function SessionLink({ entry: { occurrence: one, gone }, read: { place, ...read } }: { entry: Entry; read: Read }) {
  const off = gone || one.state === 'cancelled'
  const change = gone ? movedTo(one, now.value, place) : changeOf(one, now.value, place)
  const there = thereOf(one, place)
  const own = gone ? undefined : read.overlaps.get(one.id)
  const said = gone ? undefined : saidWords(read.replies.get(one.id)?.kind)
  return (
    <a class="card session" href={pageOf(one)}>
      <span class="hours">{gone ? timeOf(one.was_at ?? one.starts_at, place) : hoursOf(one, place)}</span>
      {there && !gone && <small>{there}</small>}
      <strong>{off ? <s>{one.title}</s> : one.title}</strong>
      {!off && aboutOf(one).map((line) => <small key={line}>{line}</small>)}
      {(change || said) && <span class="chips">{change && <Chip tone="on">{change}</Chip>} {said && <Chip>{said}</Chip>}</span>}
      {one.reason && <small>{one.reason}</small>}
      {own && <small class="meets">{ended(meetsWords(own, place))}</small>}
    </a>
  )
}

/** Whether somebody comes is not news while nothing was said against it. */
const saidWords = (kind: string | undefined): string | undefined =>
  kind === 'cant_come' ? words.value.cannot : kind === 'here' ? words.value.wasHere : undefined

function aboutOf({ topic, place, link, facilitator, bring, homework }: OccurrenceOut): string[] {
  const { online, with: by, bring: toBring, homework: toDo } = words.value
  const where = [topic, place ?? (link && online), facilitator && by(facilitator)].filter(Boolean).join(' · ')
  return [where, bring && toBring(bring), homework && toDo(homework)].flatMap((line) => line || [])
}
