import { useState } from 'preact/hooks'
import { place } from '../../me/place'
import { dayInText } from '../../shared/i18n'
import type { ReminderChoicesOut } from '../../shared/wire'
import { neutral } from '../../shared/words/neutral'
import { Button } from '../../ui/Button'
import { now } from '../../ui/now'
import { Sheet } from '../../ui/Sheet'
import { language, words as common } from '../../ui/words'
import { Part } from './Part'
import { useChoosing } from './useChoosing'
import { words } from './words'

type What = 'session' | 'check_in'
type Chosen = Pick<ReminderChoicesOut, `${What}_detail` | `${What}_detail_since`>

/** What others may read, of sessions and of check-ins. To say more is chosen on a page of its own that explains it; to say
 * less is one tap. */
export function LockScreen(chosen: Chosen) {
  const [asking, setAsking] = useState<What>()
  const { choose, outcome } = useChoosing()
  const { title, lead, of } = words.value.lock
  const agree = (what: What) => {
    choose(`${what}_detail`, true)
    setAsking(undefined)
  }
  return (
    <Part id="lock" title={title} outcome={outcome}>
      <p>{lead}</p>
      {(['session', 'check_in'] as const).map((what) => (
        <Kind key={what} what={what} is={chosen[`${what}_detail`]} since={chosen[`${what}_detail_since`]} onMore={() => setAsking(what)} onLess={() => choose(`${what}_detail`, false)} />
      ))}
      <Sheet open={asking !== undefined} onClose={() => setAsking(undefined)} title={asking ? of[asking].ask : ''}>
        {asking && <Asked what={asking} onYes={() => agree(asking)} onNo={() => setAsking(undefined)} />}
      </Sheet>
    </Part>
  )
}

interface KindProps {
  what: What
  is: boolean
  since: string | null
  onMore: () => void
  onLess: () => void
}

function Kind({ what, is, since, onMore, onLess }: KindProps) {
  const { since: chosenOn, now: looks, of } = words.value.lock
  return (
    <section class="gap" aria-labelledby={`lock-${what}`}>
      <h3 id={`lock-${what}`}>{of[what].title}</h3>
      <p>{is ? of[what].detailed : of[what].neutral}</p>
      <Example caption={looks} what={what} detailed={is} />
      {is && since && <p class="quiet">{chosenOn(dayInText(since, now.value, place()))}</p>}
      <div class="row">
        <Button kind="soft" onTap={is ? onLess : onMore}>{is ? of[what].less : of[what].more}</Button>
      </div>
    </section>
  )
}

function Asked({ what, onYes, onNo }: { what: What; onYes: () => void; onNo: () => void }) {
  const { back, yes, no, would, of } = words.value.lock
  return (
    <>
      <p>{of[what].lead}</p>
      <Example caption={would} what={what} detailed />
      <p>{back}</p>
      <Button wide onTap={onNo}>{no}</Button>
      <Button kind="soft" wide onTap={onYes}>{yes}</Button>
    </>
  )
}

function Example({ caption, what, detailed }: { caption: string; what: What; detailed: boolean }) {
  const { example } = words.value.lock.of[what]
  const [title, body] = detailed ? [example.title, example.body] : [neutral[language.value], example.neutral]
  return (
    <figure class="lock">
      <figcaption class="quiet">{caption}</figcaption>
      <div class="note">
        <img src="/icons/any-192.png" alt="" width="36" height="36" />
        <p><small>{common.value.name}</small><br /><strong>{title}</strong><br />{body}</p>
      </div>
    </figure>
  )
}
