import { until } from '../shared/i18n'
import type { Home } from '../shared/wire'
import { Chip, Item } from '../ui/Card'
import { now } from '../ui/now'
import { language } from '../ui/words'
import { changeOf, whenOf } from './names'
import { coming, pageOf } from './next'
import { words } from './words'

/** What comes first, whatever part of the calendar is looked at; nothing when nothing comes. */
export function NextUp({ body }: { body: Home }) {
  const place = { zone: body.person.zone, language: language.value }
  const { next } = coming(body.occurrences, now.value)
  if (!next) return null
  const runs = Date.parse(next.starts_at) <= now.value.getTime()
  const change = changeOf(next, now.value, place)
  return (
    <Item
      icon="calendar"
      title={words.value.next(next.title)}
      about={<>{whenOf(next, now.value, place)} · <span class="soon">{runs ? words.value.running : until(next.starts_at, now.value, place)}</span>{change && <> <Chip tone="on">{change}</Chip></>}</>}
      href={pageOf(next)}
    />
  )
}
