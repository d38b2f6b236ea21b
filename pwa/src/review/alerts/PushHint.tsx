import { useFacts } from '../../reminders/facts'
import { stateOf } from '../../reminders/state'
import { ButtonLink } from '../../ui/Button'
import { Notice } from '../../ui/States'
import { words } from './words'

/** Said plainly when an urgent alert would not reach this device, with the way to change that. */
export function PushHint() {
  const [facts] = useFacts()
  const state = facts && stateOf(facts)
  const { off, blocked, unknown, turnOn, how } = words.value.push
  if (state === undefined || state === 'on' || state === 'signed-out') return null
  if (state === 'offline') return <p class="quiet">{unknown}</p>
  const canTurnOn = state === 'off' || state === 'lost'
  return (
    <Notice action={<ButtonLink icon="bell" href="/reminders">{canTurnOn ? turnOn : how}</ButtonLink>}>
      {state === 'blocked' ? blocked : off}
    </Notice>
  )
}
