import type { ReminderChoicesOut } from '../../shared/wire'
import { Part } from './Part'
import { Switch } from './Switch'
import { useChoosing } from './useChoosing'
import { words } from './words'

export function CheckIns({ check_in, nudge }: Pick<ReminderChoicesOut, 'check_in' | 'nudge'>) {
  const { choose, outcome } = useChoosing()
  const said = words.value.checkIns
  return (
    <Part id="check-ins" title={said.title} outcome={outcome}>
      <Switch label={said.open} on={check_in} onTurn={(on) => choose('check_in', on)} />
      <Switch label={said.nudge} on={nudge} onTurn={(on) => choose('nudge', on)} />
    </Part>
  )
}
