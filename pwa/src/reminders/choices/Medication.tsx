import type { ReminderChoicesOut } from '../../shared/wire'
import { Part } from './Part'
import { Switch } from './Switch'
import { useChoosing } from './useChoosing'
import { words } from './words'

export function Medication({ dose, refill }: Pick<ReminderChoicesOut, 'dose' | 'refill'>) {
  const { choose, outcome } = useChoosing()
  const said = words.value.medication
  return (
    <Part id="medication" title={said.title} outcome={outcome}>
      <Switch label={said.dose} on={dose} onTurn={(on) => choose('dose', on)} />
      <Switch label={said.refill} on={refill} onTurn={(on) => choose('refill', on)} />
      <p class="quiet">{said.about}</p>
    </Part>
  )
}
