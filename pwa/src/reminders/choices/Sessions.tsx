import type { ReminderChoicesOut } from '../../shared/wire'
import { HowLong } from './HowLong'
import { Part } from './Part'
import { Switch } from './Switch'
import { useChoosing } from './useChoosing'
import { words } from './words'

/** Whether, and how long before each session. */
export function Sessions({ session }: Pick<ReminderChoicesOut, 'session'>) {
  const { choose, outcome } = useChoosing()
  const said = words.value.sessions
  return (
    <Part id="sessions" title={said.title} outcome={outcome}>
      <Switch label={said.on} on={session.is_on} onTurn={(on) => choose('session', { ...session, is_on: on })} />
      {session.is_on && <HowLong said={said} before={session.before} first={['1d', '2h']} onChoose={(before) => choose('session', { is_on: true, before })} />}
    </Part>
  )
}
