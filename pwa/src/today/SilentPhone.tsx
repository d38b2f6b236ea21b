import { useEffect, useState } from 'preact/hooks'
import { silentSince } from '../data/silent'
import { Silent } from '../reminders/silent/Silent'
import { now } from '../ui/now'

const HOUR = 3_600_000

/** Only for a phone that shows none of its reminders. Today may stay open for days, so it looks once an hour. */
export function SilentPhone() {
  const [since, set] = useState<string | null>(null)
  const hour = Math.floor(now.value.getTime() / HOUR)
  useEffect(() => void silentSince(now.value).then(set, () => undefined), [hour])
  return since ? <Silent since={since} /> : null
}
