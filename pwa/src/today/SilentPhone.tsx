import type { Home } from '../shared/wire'
import { usePart } from '../ui/later'

/** Only for a phone that shows none of its reminders. */
export function SilentPhone({ body }: { body: Home }) {
  const since = body.reminders.silent_since
  return since ? <Later since={since} /> : null
}

function Later({ since }: { since: string }) {
  const Silent = usePart(() => import('../reminders/silent/Silent').then((part) => part.Silent))
  return Silent ? <Silent since={since} /> : null
}
