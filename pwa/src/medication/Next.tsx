import { capitalized, list, momentInText } from '../shared/i18n'
import type { Home } from '../shared/wire'
import { Item } from '../ui/Card'
import { now } from '../ui/now'
import { language } from '../ui/words'
import { dosesOf, dueAt, nextOf } from './doses'
import { words } from './words'

/** What is next today; nothing where there is none. */
export function Next({ body }: { body: Home }) {
  const { zone } = body.person
  const next = nextOf(dosesOf(body.medication.medications, zone), now.value, zone)
  const [first] = next
  if (!first) return null
  const { title, due } = words.value.card
  const names = list([...new Set(next.map(({ medication }) => medication.name))], language.value)
  return <Item icon="leaf" title={title} about={due(capitalized(momentInText(dueAt(first), now.value, { zone, language: language.value })), names)} href="/medication" />
}
