import { useRef, useState } from 'preact/hooks'
import { useFetched } from '../../data/fetched'
import type { Refusal } from '../../data/intend'
import { useIntention } from '../../data/intend'
import type { CodeIn, EmailAddressIn, EmailAddressOut, EmailOut, Kept, Nothing } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { Card } from '../../ui/Card'
import { Notice } from '../../ui/States'
import { words as common } from '../../ui/words'
import { Code } from './Code'
import { Give } from './Give'
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

function SecondWay({ address, onChange }: { address: EmailAddressOut | null; onChange: () => void }) {
  const [done, setDone] = useState<Done>()
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
  const refusal = giving.refusal ?? confirming.refusal ?? removing.refusal
  const busy = giving.saying || confirming.saying || removing.saying
  const give = (to: string) => giving.say({ address: to })
  return (
    <>
      <p role="status" class="outcome quiet" tabIndex={-1} ref={line}>{done && !refusal && words.value.done[done]}</p>
      {refusal && <Notice kind="alert">{refusalWords(refusal)}</Notice>}
      {address ? (
        <Given key={address.id} address={address} busy={busy} onAgain={() => give(address.address)} onCode={(code) => confirming.say({ code })} onRemove={() => removing.say({})} />
      ) : (
        <Give busy={busy} onGive={give} />
      )}
    </>
  )
}

export interface GivenProps {
  address: EmailAddressOut
  busy: boolean
  /** Mails a new code to the same address. */
  onAgain: () => void
  onCode: (code: string) => void
  onRemove: () => void
}

function Given(props: GivenProps) {
  const { address, busy, onAgain, onRemove } = props
  const { on, neutral, read, off, stopped, tryAgain, other, old, again } = words.value
  if (address.stopped_at) {
    return <Choose said={stopped(address.address)} first={tryAgain} second={other} busy={busy} onFirst={onAgain} onSecond={onRemove} />
  }
  if (address.confirmed_at) {
    return (
      <>
        <p><strong>{on(address.address)}</strong></p>
        <p class="quiet">{neutral} {read}</p>
        <div class="row"><Button kind="bare" disabled={busy} onTap={onRemove}>{off}</Button></div>
      </>
    )
  }
  if (address.code_until) return <Code {...props} />
  return <Choose said={old(address.address)} first={again} second={other} busy={busy} onFirst={onAgain} onSecond={onRemove} />
}

interface ChooseProps {
  said: string
  first: string
  second: string
  busy: boolean
  onFirst: () => void
  onSecond: () => void
}

const Choose = ({ said, first, second, busy, onFirst, onSecond }: ChooseProps) => (
  <>
    <Notice>{said}</Notice>
    <div class="row">
      <Button kind="soft" disabled={busy} onTap={onFirst}>{first}</Button>
      <Button kind="bare" disabled={busy} onTap={onSecond}>{second}</Button>
    </div>
  </>
)

/** The server's sentences are in English; what it says here has a word for each. */
function refusalWords(refusal: Refusal): string {
  const { refused, wrong, offline } = words.value
  const { problem, signedOut } = common.value.state
  if (refusal.kind !== 'refused') return { offline, 'signed-out': signedOut, problem }[refusal.kind]
  return refused[refusal.reason as keyof typeof refused] ?? (refusal.field === 'address' ? wrong : problem)
}
