import { told } from '../data/home'
import { clinic } from '../data/start'
import { clinicPhone } from '../shared/clinic'
import { callTo, textTo } from '../shared/phone'
import { ButtonLink } from '../ui/Button'
import { words } from '../ui/words'

/** Who can be called without a network. */
export function Numbers() {
  const { crisis, clinic: own } = words.value.help
  const number = clinicPhone(told.value?.body) ?? clinic.value
  return (
    <span class="row">
      <ButtonLink icon="phone" href="tel:988">{crisis.call}</ButtonLink>
      <ButtonLink kind="soft" icon="message" href={textTo('988')}>{crisis.text}</ButtonLink>
      {number && <ButtonLink kind="bare" icon="phone" href={callTo(number)}>{own.call(number)}</ButtonLink>}
    </span>
  )
}
