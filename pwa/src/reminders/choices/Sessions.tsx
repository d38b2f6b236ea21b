import { useState } from 'preact/hooks'
import type { Offset, ReminderChoicesOut } from '../../shared/wire'
import { CheckList } from '../../ui/CheckList'
import { Choice } from '../../ui/Choice'
import { Part } from './Part'
import { Switch } from './Switch'
import { useChoosing } from './useChoosing'
import { words } from './words'

/** What the person's own times begin with: as it is usually. */
const FIRST: readonly Offset[] = ['1d', '2h']

/** Whether, and how long before each session; of one's own times at least one stays. */
export function Sessions({ session }: Pick<ReminderChoicesOut, 'session'>) {
  const { choose, outcome } = useChoosing()
  const said = words.value.sessions
  const before = (chosen: readonly Offset[] | null) => choose('session', { is_on: true, before: chosen })
  return (
    <Part id="sessions" title={said.title} outcome={outcome}>
      <Switch label={said.on} on={session.is_on} onTurn={(on) => choose('session', { ...session, is_on: on })} />
      {session.is_on && (
        <>
          <Choice
            question={said.when}
            options={[{ value: 'usual', label: said.usual, hint: said.usualAbout }, { value: 'own', label: said.own, hint: said.ownAbout }]}
            chosen={session.before ? 'own' : 'usual'}
            onChoose={(whose) => before(whose === 'own' ? FIRST : null)}
          />
          {session.before && <Own before={session.before} onChoose={before} />}
        </>
      )}
    </Part>
  )
}

interface OwnProps {
  before: readonly Offset[]
  onChoose: (before: readonly Offset[]) => void
}

function Own({ before, onChoose }: OwnProps) {
  const [isLast, setLast] = useState(false)
  const { choose, hint, least, before: names } = words.value.sessions
  const all = Object.keys(names) as Offset[]
  const toggle = (one: Offset) => {
    const after = all.filter((each) => before.includes(each) !== (each === one))
    setLast(after.length === 0)
    if (after.length > 0) onChoose(after)
  }
  return (
    <div>
      <CheckList question={choose} hint={hint} options={all.map((value) => ({ value, label: names[value] }))} chosen={before} onToggle={toggle} />
      <span class="problem" role="alert">{isLast && least}</span>
    </div>
  )
}
