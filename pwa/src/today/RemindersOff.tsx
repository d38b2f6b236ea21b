import type { Home } from '../shared/wire'
import { Button, ButtonLink } from '../ui/Button'
import { Card } from '../ui/Card'
import { remembered } from '../ui/remember'
import { words } from './words'

const wanted = remembered('reminders-hint', 'shown', ['shown', 'dismissed'])

/** On an iPhone they come with the home screen, which `/reminders` explains; only there `standalone` exists. */
const supported = (): boolean => 'PushManager' in window || 'standalone' in navigator

const areOff = ({ reminders }: Home): boolean =>
  !reminders.subscription || !('Notification' in window) || Notification.permission !== 'granted'

export function RemindersOff({ body }: { body: Home }) {
  const { title, about, open, dismiss } = words.value.reminders
  if (wanted.value === 'dismissed' || !supported() || !areOff(body)) return null
  return (
    <Card labelledBy="reminders-off">
      <h2 id="reminders-off">{title}</h2>
      <p class="quiet">{about}</p>
      <div class="row">
        <ButtonLink kind="soft" icon="bell" href="/reminders">{open}</ButtonLink>
        <Button kind="bare" onTap={() => (wanted.value = 'dismissed')}>{dismiss}</Button>
      </div>
    </Card>
  )
}
