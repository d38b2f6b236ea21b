import { useState } from 'preact/hooks'
import { signedOut } from '../../data/post'
import { capitalized } from '../../shared/i18n'
import type { Hindrance, OccurrenceOut } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { Choice } from '../../ui/Choice'
import { TextField } from '../../ui/Field'
import { now } from '../../ui/now'
import { online } from '../../ui/online'
import { Notice } from '../../ui/States'
import { words as common } from '../../ui/words'
import type { Reason } from './Replying'
import { isShort } from './sayable'
import { words } from './words'

interface CantComeProps {
  one: OccurrenceOut
  noticeHours: number
  who: string
  /** It could not be kept on this phone. */
  failed: boolean
  onSay: (reason: Reason) => void
  onLeave: () => void
}

/** Every part can be left out: that somebody can't come is said with one tap. */
export function CantCome({ one, noticeHours, who, failed, onSay, onLeave }: CantComeProps) {
  const [hindrance, setHindrance] = useState<Hindrance | null>(null)
  const [help, setHelp] = useState(false)
  const [note, setNote] = useState('')
  const said = words.value.sheet
  const options = (Object.keys(said.reasons) as Hindrance[]).map((value) => ({ value, label: said.reasons[value] }))
  return (
    <>
      <p>{said.lead}</p>
      <div class="reasons">
        <Choice question={said.reason} options={options} chosen={hindrance ?? undefined} onChoose={setHindrance} />
      </div>
      <label class="tickrow">
        <input type="checkbox" checked={help} onChange={() => setHelp(!help)} /> {said.help}
      </label>
      <TextField label={said.note} hint={capitalized(said.noteAbout(who))} long maxLength={1000} value={note} onValue={setNote} />
      <Next one={one} noticeHours={noticeHours} who={who} />
      {failed && <Notice kind="alert">{common.value.state.notSaved}</Notice>}
      <Button wide onTap={() => onSay({ hindrance, help, note: note.trim() || null })}>{said.tell(who)}</Button>
      <Button kind="bare" wide onTap={onLeave}>{said.leave}</Button>
    </>
  )
}

/** What happens when it is said. */
function Next({ one, noticeHours, who }: Pick<CantComeProps, 'one' | 'noticeHours' | 'who'>) {
  const { online: atOnce, offline, signedOut: out, after, short } = words.value.sheet
  const way = signedOut.value ? out : online.value ? atOnce : offline
  return (
    <>
      <p><strong>{way(who)}</strong> {after}</p>
      {isShort(one, noticeHours, now.value) && <p class="quiet">{short(noticeHours)}</p>}
    </>
  )
}
