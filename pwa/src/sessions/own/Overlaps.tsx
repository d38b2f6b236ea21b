import { useState } from 'preact/hooks'
import { number } from '../../shared/i18n'
import type { Home } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { Card } from '../../ui/Card'
import { now } from '../../ui/now'
import { language } from '../../ui/words'
import { whenOf } from '../names'
import { pageOf } from '../next'
import { overlapsOf } from '../overlaps'
import { meetsWords } from '../ownNames'
import { words } from './words'

/** So many are shown before somebody asks for all. */
const FIRST = 5

/** Each session that one of the person's own times meets; its page has the ways to say so. */
export function Overlaps({ body }: { body: Home }) {
  const [all, setAll] = useState(false)
  const { overlaps, noOverlaps, all: showAll } = words.value
  const place = { zone: body.person.zone, language: language.value }
  const met = overlapsOf(body.occurrences, body.commitments, now.value)
  const sessions = body.occurrences.filter(({ id }) => met.has(id))
  return (
    <Card labelledBy="overlaps">
      <h2 id="overlaps">{overlaps}</h2>
      {sessions.length === 0 && <p class="quiet">{noOverlaps}</p>}
      <ul class="plain stack">
        {sessions.slice(0, all ? undefined : FIRST).map((one) => (
          <li key={one.id}>
            <a href={pageOf(one)}>{one.title}: {whenOf(one, now.value, place)}</a>
            <br />
            <small>{meetsWords(met.get(one.id) ?? [], place)}</small>
          </li>
        ))}
      </ul>
      {!all && sessions.length > FIRST && <Button kind="soft" onTap={() => setAll(true)}>{showAll(number(sessions.length, language.value))}</Button>}
    </Card>
  )
}
