import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useIntention } from '../../data/intend'
import type { AcknowledgmentIn, AcknowledgmentKept, AlertOut, ResolutionIn, ResolutionKept } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { TextField } from '../../ui/Field'
import { here } from '../../ui/here'
import { now } from '../../ui/now'
import { Refused, saidOf } from '../Refused'
import { useDraft } from '../useDraft'
import { whenOf } from '../when'
import type { Second } from './WasSecond'
import { words } from './words'

interface HandlingProps {
  alert: AlertOut
  onChange: () => void
  onResolved: (alert: AlertOut, second?: Second) => void
  /** What else can be done. */
  children?: ComponentChildren
}

/** What the viewer does about it: says that they are on it, and what was done. */
export function Handling({ alert, onChange, onResolved, children }: HandlingProps) {
  const [resolving, setResolving] = useState<boolean | undefined>()
  const [note, setNote] = useDraft(`resolution:${alert.id}`)
  const resolve = useRef<HTMLSpanElement>(null)
  // A note that was begun before is shown again.
  const open = resolving ?? note !== ''
  const close = () => {
    setResolving(false)
    setTimeout(() => resolve.current?.querySelector('button')?.focus())
  }
  return (
    <>
      <div class="row">
        {/* Opened again it waits again, whoever said they were on it. */}
        <OnIt key={alert.events.filter(({ step }) => step === 'reopened').length} alert={alert} onChange={onChange} />
        {!open && <span ref={resolve}><Button kind={alert.acknowledged_at === null ? 'soft' : 'main'} onTap={() => setResolving(true)}>{words.value.resolve}</Button></span>}
        {children}
      </div>
      {open && <Resolve alert={alert} note={note} onNote={setNote} focus={resolving === true} onClose={close} onResolved={onResolved} />}
    </>
  )
}

/** The second one to say so learns who was first. */
function OnIt({ alert, onChange }: Pick<HandlingProps, 'alert' | 'onChange'>) {
  const [kept, setKept] = useState<AcknowledgmentKept | undefined>()
  const say = useIntention<AcknowledgmentIn, AcknowledgmentKept>((id) => `/api/acknowledgments/${id}`, (taken) => {
    setKept(taken)
    onChange()
  })
  const said = words.value
  const { acknowledged_by: by, acknowledged_at: at } = kept ?? alert
  const isMine = kept ? kept.mine : alert.on_it
  const line = useRef<HTMLSpanElement>(null)
  useEffect(() => void (kept && document.activeElement === document.body && line.current?.focus()), [kept])
  return (
    <>
      {at === null && <Button onTap={() => say.say({ alert: alert.id })}>{said.onIt}</Button>}
      <span ref={line} role="status" tabIndex={-1}>
        {kept && !isMine && `${said.first(by ?? '')} `}
        {at !== null && (isMine ? said.youAreOnIt(whenOf(at, now.value, here())) : said.isOnIt(by ?? '', whenOf(at, now.value, here())))}
      </span>
      <Refused refusal={say.refusal} />
    </>
  )
}

interface ResolveProps extends Pick<HandlingProps, 'alert' | 'onResolved'> {
  note: string
  onNote: (note: string) => void
  focus: boolean
  onClose: () => void
}

const LONGEST = 2000

/** A note is what resolves it; to what somebody else has resolved already it is added. */
export function Resolve({ alert, note, onNote, focus, onClose, onResolved }: ResolveProps) {
  const [tried, setTried] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const said = words.value
  const isOver = alert.resolved_at !== null
  const resolve = useIntention<ResolutionIn, ResolutionKept>((id) => `/api/resolutions/${id}`, ({ resolved_by: by, resolved_at: at, mine }, { note: sent }) => {
    onNote('')
    onResolved(alert, mine ? undefined : { alert: alert.id, by, at, note: sent })
  })
  const toNote = () => form.current?.querySelector('textarea')?.focus()
  useLayoutEffect(() => void (focus && toNote()), [focus])
  const send = (event: Event) => {
    event.preventDefault()
    setTried(true)
    if (note.trim()) resolve.say({ alert: alert.id, note: note.trim() })
    else toNote()
  }
  return (
    <form class="stack" ref={form} onSubmit={send} noValidate>
      <TextField long label={said.note} hint={said.noteHint} maxLength={LONGEST} required value={note} onValue={onNote} error={tried && !note.trim() ? said.noteMissing : saidOf(resolve.refusal, 'note')} />
      <Refused refusal={resolve.refusal} fields={['note']} />
      <div class="row">
        <Button type="submit" disabled={resolve.saying}>{isOver ? said.addNote : said.send}</Button>
        <Button kind="bare" onTap={onClose}>{isOver ? said.forget : said.notNow}</Button>
      </div>
    </form>
  )
}
