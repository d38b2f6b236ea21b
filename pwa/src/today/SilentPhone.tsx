import { useEffect, useState } from 'preact/hooks'
import { silentSince } from '../data/silent'
import { usePart } from '../ui/later'
import { now } from '../ui/now'

const HOUR = 3_600_000

/** Only for a phone that shows none of its reminders. Today may stay open for days, so it looks once an hour. */
export function SilentPhone() {
  const [since, set] = useState<string | null>(null)
  const hour = Math.floor(now.value.getTime() / HOUR)
  useEffect(() => void silentSince(now.value).then(set, () => undefined), [hour])
  return since ? <Later since={since} /> : null
}

function Later({ since }: { since: string }) {
  const Silent = usePart(() => import('../reminders/silent/Silent').then((part) => part.Silent))
  return Silent ? <Silent since={since} /> : null
}
