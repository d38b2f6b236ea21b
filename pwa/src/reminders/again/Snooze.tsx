import { useState } from 'preact/hooks'
import { saySnooze } from '../../data/say'
import { momentInText, timeOf } from '../../shared/i18n'
import { waysAgain } from '../../shared/reminders'
import type { Home } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { Card } from '../../ui/Card'
import { now } from '../../ui/now'
import { Notice } from '../../ui/States'
import { language, words as common } from '../../ui/words'
import '../reminders.css'
import { words } from './words'

export interface SnoozeProps {
  /** The id of a session or a check-in. */
  subject: string
  uselessAfter: string
  body: Home
}

const dueOf = ({ subject, body }: SnoozeProps): string | undefined =>
  body.reminders?.snoozed.find((one) => one.subject === subject && Date.parse(one.due_at) > now.value.getTime())?.due_at

/** Whether there is still time for it, or it was asked for already. */
export const isOffered = (props: SnoozeProps): boolean =>
  dueOf(props) !== undefined || waysAgain(props.uselessAfter, now.value, props.body.person.zone).length > 0

/** The same on a page that is about something else; nothing where it is not offered. */
export const SnoozeCard = (props: SnoozeProps) =>
  isOffered(props) ? (
    <Card labelledBy="again">
      <h2 id="again">{words.value.title}</h2>
      <Snooze {...props} />
    </Card>
  ) : null

/** To be told of it once more, before it is useless. */
export function Snooze(props: SnoozeProps) {
  const { subject, uselessAfter, body } = props
  const [failed, setFailed] = useState(false)
  const place = { language: language.value, zone: body.person.zone }
  const { lead, hour, tonight, again, other, off } = words.value
  const due = dueOf(props)
  const ways = waysAgain(uselessAfter, now.value, place.zone)
  const say = (due_at: string) => void saySnooze({ subject, due_at }, new Date()).then(() => setFailed(false), () => setFailed(true))
  return (
    <div class="snooze">
      <p role="status">{due ? again(momentInText(due, now.value, place)) : lead}</p>
      {failed && <Notice kind="alert">{common.value.state.notSaved}</Notice>}
      {due && ways.length > 0 && <p class="quiet">{other}</p>}
      <div class="row">
        {ways.map(({ way, due_at }) => <Button key={way} kind="soft" icon="clock" onTap={() => say(due_at)}>{way === 'hour' ? hour : tonight(timeOf(due_at, place))}</Button>)}
      </div>
      {!body.reminders?.subscription && <p class="quiet">{off}</p>}
    </div>
  )
}
