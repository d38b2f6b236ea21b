import type { ReminderChoicesOut } from '../../shared/wire'
import { HowLong } from './HowLong'
import { Part } from './Part'
import { Switch } from './Switch'
import { useChoosing } from './useChoosing'
import { words } from './words'

/** When one opens, which is at a time of the person's own, and how long before it closes. */
export function CheckIns({ check_in, nudge, nudge_before }: Pick<ReminderChoicesOut, 'check_in' | 'nudge' | 'nudge_before'>) {
  const { choose, outcome } = useChoosing()
  const said = words.value.checkIns
  return (
    <Part id="check-ins" title={said.title} outcome={outcome}>
      <Switch label={said.open} on={check_in} onTurn={(on) => choose('check_in', on)} />
      <Switch label={said.nudge} on={nudge} onTurn={(on) => choose('nudge', on)} />
      {nudge && <HowLong said={said} before={nudge_before} first={['1h']} onChoose={(before) => choose('nudge_before', before)} />}
    </Part>
  )
}
