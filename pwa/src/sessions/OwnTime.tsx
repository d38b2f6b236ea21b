import type { Place } from '../shared/i18n'
import { timesOf } from '../shared/i18n'
import { Icon } from '../ui/Icon'
import type { OwnEntry } from './days'
import { nameOf, ownNames } from './ownNames'

/** A time of the person's own in the calendar: apart from the sessions, and the way to change it. */
export const OwnTime = ({ own: { commitment, time }, place }: { own: OwnEntry; place: Place }) => (
  <a class="session own" href="/commitments">
    <Icon name="clock" />
    <span class="grow">
      <small>{timesOf(time.starts_at, time.ends_at, place)}</small>
      <span>{nameOf(commitment)}</span>
      <span class="hidden">, {ownNames.value.yours}</span>
    </span>
  </a>
)
