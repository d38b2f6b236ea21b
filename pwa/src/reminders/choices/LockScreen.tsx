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

/** What others may read. To say more is chosen on a page of its own that explains it; to say less is one tap. */
export function LockScreen({ detailed, detailed_since }: Pick<ReminderChoicesOut, 'detailed' | 'detailed_since'>) {
  const [asking, setAsking] = useState(false)
  const { choose, outcome } = useChoosing()
  const { title, neutral: isNeutral, detailed: isDetailed, since, now: looks, more, less } = words.value.lock
  const agree = () => {
    choose('detailed', true)
    setAsking(false)
  }
  return (
    <Part id="lock" title={title} outcome={outcome}>
      <p>{detailed ? isDetailed : isNeutral}</p>
      <Example caption={looks} detailed={detailed} />
      {detailed && detailed_since && <p class="quiet">{since(dayInText(detailed_since, now.value, place()))}</p>}
      <div class="row">
        {detailed ? <Button kind="soft" onTap={() => choose('detailed', false)}>{less}</Button> : <Button kind="soft" onTap={() => setAsking(true)}>{more}</Button>}
      </div>
      <Sheet open={asking} onClose={() => setAsking(false)} title={words.value.lock.ask.title}>
        <Asked onYes={agree} onNo={() => setAsking(false)} />
      </Sheet>
    </Part>
  )
}

function Asked({ onYes, onNo }: { onYes: () => void; onNo: () => void }) {
  const { ask, would } = words.value.lock
  return (
    <>
      <p>{ask.lead}</p>
      <Example caption={would} detailed />
      <p>{ask.back}</p>
      <Button wide onTap={onNo}>{ask.no}</Button>
      <Button kind="soft" wide onTap={onYes}>{ask.yes}</Button>
    </>
  )
}

function Example({ caption, detailed }: { caption: string; detailed: boolean }) {
  const { example } = words.value.lock
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
