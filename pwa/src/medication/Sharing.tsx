import { useState } from 'preact/hooks'
import { pending } from '../data/pending'
import { saySharing } from '../data/say'
import { Switch } from '../reminders/choices/Switch'
import { Card } from '../ui/Card'
import { words as common } from '../ui/words'
import { words } from './words'

/** Off until the person turns it on. */
export function Sharing({ shared }: { shared: boolean }) {
  const [end, setEnd] = useState<'saved' | 'failed'>()
  const { title, on, private: isPrivate, shared: isShared, back } = words.value.share
  const { saved, sent, notSaved } = common.value.state
  const turn = (wanted: boolean) => void saySharing({ shared: wanted }, new Date()).then(() => setEnd('saved'), () => setEnd('failed'))
  const outcome = end === 'failed' ? notSaved : pending.value.waiting === 0 ? sent : saved
  return (
    <Card labelledBy="sharing">
      <h2 id="sharing">{title}</h2>
      <Switch label={on} on={shared} onTurn={turn} />
      <p>{shared ? isShared : isPrivate}</p>
      <p class="quiet">{back}</p>
      <p role="status" class="outcome quiet">{end && outcome}</p>
    </Card>
  )
}
