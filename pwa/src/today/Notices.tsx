import { home } from '../data/home'
import { pending } from '../data/pending'
import { ButtonLink } from '../ui/Button'
import { Card } from '../ui/Card'
import { useLasting } from '../ui/later'
import { online } from '../ui/online'
import { Empty, Loading, Notice } from '../ui/States'
import { words as common } from '../ui/words'
import { words } from './words'

export function Welcome() {
  const { title, lead, ask } = words.value.welcome
  return (
    <Card tone="dawn" labelledBy="welcome">
      <h2 id="welcome">{title}</h2>
      <p>{lead}</p>
      <p class="quiet">{ask}</p>
      <ButtonLink href="/join">{common.value.join.invited}</ButtonLink>
    </Card>
  )
}

/** A phone that was signed out on purpose keeps nothing; one whose sign-in ran out keeps everything. */
export function SignedOut() {
  const { kept, gone, ask } = words.value.signedOut
  return (
    <Notice action={<ButtonLink href="/join">{common.value.join.invited}</ButtonLink>}>
      {home.value ? kept : gone} {ask}
    </Notice>
  )
}

/** Joined, and the first answer of the server has not come. */
export const NotYet = () => (online.value ? <Loading /> : <Empty icon="sun">{common.value.notHere.notYet}</Empty>)

const UNUSUAL = 3_000

/** What is sent within moments needs no word. */
export function Unsent() {
  const { waiting, parked } = pending.value
  const lasts = useLasting(waiting > 0, UNUSUAL)
  const { unsent, notTaken } = common.value.state
  return (
    <>
      {lasts && <Notice>{unsent(waiting)}</Notice>}
      {parked > 0 && <Notice action={<ButtonLink kind="soft" href="/me">{common.value.go.look}</ButtonLink>}>{notTaken(parked)}</Notice>}
    </>
  )
}
