import { useEffect, useState } from 'preact/hooks'
import { keep, kept } from '../../data/db'
import { place } from '../../me/place'
import { dayInText } from '../../shared/i18n'
import { Button, ButtonLink } from '../../ui/Button'
import { Card } from '../../ui/Card'
import { now } from '../../ui/now'
import { platform } from '../../ui/platform'
import { words } from './words'

/** How to mend a phone that shows no reminders; put away it stays away until it happens again. */
export function Silent({ since }: { since: string }) {
  const [read, setRead] = useState<string | null>()
  useEffect(() => void kept('silentRead').then((known) => setRead(known?.since ?? null), () => setRead(null)), [])
  const putAway = () => {
    setRead(since)
    void keep('silentRead', { since }).catch(() => undefined)
  }
  if (read === undefined || read === since) return null
  const { title, why, all, steps, last, test, dismiss } = words.value
  const where = platform()
  const phone = where === 'firefox-android' ? 'android' : where
  return (
    <Card labelledBy="silent">
      <h2 id="silent">{title}</h2>
      <p>{why(dayInText(since, now.value, place()))} {all}</p>
      <ol class="howto">{[...steps[phone], last[phone]].map((step) => <li key={step}>{step}</li>)}</ol>
      <div class="row">
        <ButtonLink kind="soft" icon="bell" href="/reminders">{test}</ButtonLink>
        <Button kind="bare" onTap={putAway}>{dismiss}</Button>
      </div>
    </Card>
  )
}
