import { useState } from 'preact/hooks'
import { refusedWords } from '../checkins/refused'
import type { Item as Said } from '../data/outbox'
import { retry } from '../data/outbox'
import { signedOut } from '../data/post'
import { letGo } from '../data/say'
import { dayOf, timeOf } from '../shared/i18n'
import { Button, ButtonLink } from '../ui/Button'
import { Card } from '../ui/Card'
import { now } from '../ui/now'
import { Sheet } from '../ui/Sheet'
import { language, words as common } from '../ui/words'
import { useItems } from './items'
import { nameOf } from './nameOf'
import { place } from './place'
import { words } from './words'

/** What was said on this phone and has not arrived: what waits, and what the server refused. Nothing when all is sent. */
export function Unsent() {
  const items = useItems()
  const { unsent } = words.value
  const waiting = items.filter(({ state }) => state === 'waiting')
  const parked = items.filter(({ state }) => state === 'parked')
  return (
    <>
      {parked.length > 0 && (
        <Card labelledBy="parked">
          <h2 id="parked">{unsent.parkedTitle}</h2>
          <p class="quiet">{unsent.parkedLead}</p>
          <ul class="plain unsent">{parked.map((item) => <Parked key={item.id} item={item} />)}</ul>
        </Card>
      )}
      {waiting.length > 0 && (
        <Card labelledBy="waiting">
          <h2 id="waiting">{unsent.title}</h2>
          <p class="quiet">{signedOut.value ? unsent.leadOut : unsent.lead}</p>
          <ul class="plain unsent">{waiting.map((item) => <li key={item.id}><Named item={item} /></li>)}</ul>
        </Card>
      )}
    </>
  )
}

function Named({ item }: { item: Said }) {
  return (
    <>
      <strong>{words.value.unsent[nameOf(item)]}</strong>
      <br />
      <small>{dayOf(item.made_at, now.value, place())}, {timeOf(item.made_at, place())}</small>
    </>
  )
}

function Parked({ item }: { item: Said }) {
  const [asking, setAsking] = useState(false)
  const { unsent } = words.value
  const refused = refusedWords(item.reason, item.id)
  return (
    <li class="stack">
      <p><Named item={item} /></p>
      {refused ? <p>{refused.sentence}</p> : item.problem && <p lang={language.value === 'en' ? undefined : 'en'}>{item.problem}</p>}
      <div class="row">
        {refused && <ButtonLink kind="soft" href={refused.href}>{refused.label}</ButtonLink>}
        {!refused && <Button kind="soft" onTap={() => void retry(item).catch(() => undefined)}>{common.value.go.retry}</Button>}
        <Button kind="bare" onTap={() => setAsking(true)}>{unsent.letGo}</Button>
      </div>
      <Sheet open={asking} onClose={() => setAsking(false)} title={unsent.sure}>
        <p>{words.value.unsent[nameOf(item)]}. {unsent.gone}</p>
        <Button wide onTap={() => setAsking(false)}>{unsent.keep}</Button>
        <Button kind="soft" wide onTap={() => void letGo(item).catch(() => setAsking(false))}>{unsent.letGo}</Button>
      </Sheet>
    </li>
  )
}
