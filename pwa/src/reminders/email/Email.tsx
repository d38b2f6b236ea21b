import { useRef, useState } from 'preact/hooks'
import { useFetched } from '../../data/fetched'
import type { Refusal } from '../../data/intend'
import { useIntention } from '../../data/intend'
import type { CodeIn, EmailAddressIn, EmailAddressOut, EmailOut, Kept, Nothing } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { Card } from '../../ui/Card'
import { Notice } from '../../ui/States'
import { Code } from './Code'
import { Give } from './Give'
import { refusalWords } from './refusalWords'
import { words } from './words'

/** The second way: one neutral email where no phone showed a reminder. Nothing is said of it where it is not offered. */
export function Email() {
  const { body, trouble, reload } = useFetched<EmailOut>('/api/email')
  if (!body?.offered || trouble === 'signed-out') return null
  return (
    <Card labelledBy="email">
      <h2 id="email">{words.value.title}</h2>
      <SecondWay address={body.address} onChange={reload} />
    </Card>
  )
}

type Done = keyof typeof words.value.done
type Said = 'giving' | 'confirming' | 'removing'

function SecondWay({ address, onChange }: { address: EmailAddressOut | null; onChange: () => void }) {
  const [done, setDone] = useState<Done>()
  const [last, setLast] = useState<Said>()
  const [another, setAnother] = useState(false)
  const line = useRef<HTMLParagraphElement>(null)
  // What was tapped goes with it, so the focus moves to what is said of it.
  const changed = (what: Done) => () => {
    setDone(what)
    onChange()
    setTimeout(() => line.current?.focus())
  }
  const giving = useIntention<EmailAddressIn, Kept>((id) => `/api/email-addresses/${id}`, changed('sent'))
  const confirming = useIntention<CodeIn, Kept>(() => `/api/email-addresses/${address?.id}/confirmed`, changed('confirmed'))
  const removing = useIntention<Nothing, Kept>(() => `/api/email-addresses/${address?.id}/removed`, changed('removed'))
  const refusal = last && { giving, confirming, removing }[last].refusal
  const busy = giving.saying || confirming.saying || removing.saying
  const give = (to: string) => {
    setLast('giving')
    giving.say({ address: to })
  }
  const confirm = (code: string) => {
    setLast('confirming')
    confirming.say({ code })
  }
  const remove = (toGiveAnother: boolean) => () => {
    setLast('removing')
    setAnother(toGiveAnother)
    removing.say({})
  }
  // What is wrong with what was typed stands at its field, where that is there.
  const typed = address ? (asksForCode(address) ? 'code' : undefined) : 'address'
  const ofField = refusal?.kind === 'refused' && typed !== undefined && refusal.field === typed ? refusal : undefined
  return (
    <>
      <p role="status" class="outcome quiet" tabIndex={-1} ref={line}>{done && !refusal && words.value.done[done]}</p>
      {refusal && !ofField && <Notice kind="alert">{refusalWords(refusal)}</Notice>}
      {address ? (
        <Given key={address.id} address={address} busy={busy} refusal={ofField} onAgain={() => give(address.address)} onCode={confirm} onOther={remove(true)} onRemove={remove(false)} />
      ) : (
        <Give another={another} busy={busy} refusal={ofField} onGive={give} />
      )}
    </>
  )
}

const asksForCode = ({ stopped_at, confirmed_at, code_until }: EmailAddressOut): boolean => !stopped_at && !confirmed_at && code_until !== null

export interface GivenProps {
  address: EmailAddressOut
  busy: boolean
  /** What the server said of the code. */
  refusal: Refusal | undefined
  /** Mails a new code to the same address. */
  onAgain: () => void
  onCode: (code: string) => void
  /** Forgets this address, and asks for another. */
  onOther: () => void
  onRemove: () => void
}

function Given(props: GivenProps) {
  const { address, busy, onRemove } = props
  const { on, neutral, read, off, stopped, tryAgain, old, again } = words.value
  if (asksForCode(address)) return <Code {...props} />
  if (address.stopped_at) return <Choose {...props} said={stopped(address.address)} first={tryAgain} />
  if (!address.confirmed_at) return <Choose {...props} said={old(address.address)} first={again} />
  return (
    <>
      <p><strong>{on(address.address)}</strong></p>
      <p class="quiet">{neutral} {read}</p>
      <div class="row"><Button kind="bare" disabled={busy} onTap={onRemove}>{off}</Button></div>
    </>
  )
}

/** It does not work as it is. */
const Choose = ({ said, first, busy, onAgain, onOther, onRemove }: GivenProps & { said: string; first: string }) => (
  <>
    <Notice>{said}</Notice>
    <div class="row">
      <Button kind="soft" disabled={busy} onTap={onAgain}>{first}</Button>
      <Button kind="bare" disabled={busy} onTap={onOther}>{words.value.other}</Button>
      <Button kind="bare" disabled={busy} onTap={onRemove}>{words.value.off}</Button>
    </div>
  </>
)
