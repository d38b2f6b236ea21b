import { useState } from 'preact/hooks'
import type { Offset } from '../../shared/wire'
import { CheckList } from '../../ui/CheckList'
import { Choice } from '../../ui/Choice'

interface Said {
  readonly when: string
  readonly usual: string
  readonly usualAbout: string
  readonly own: string
  readonly ownAbout: string
  readonly choose: string
  readonly hint: string
  readonly least: string
  readonly before: Readonly<Partial<Record<Offset, string>>>
}

interface HowLongProps {
  said: Said
  before: readonly Offset[] | null
  /** What the person's own times begin with. */
  first: readonly Offset[]
  onChoose: (before: readonly Offset[] | null) => void
}

/** How long before: as usual, or at one's own times, of which at least one stays. */
export const HowLong = ({ said, before, first, onChoose }: HowLongProps) => (
  <>
    <Choice
      question={said.when}
      options={[{ value: 'usual', label: said.usual, hint: said.usualAbout }, { value: 'own', label: said.own, hint: said.ownAbout }]}
      chosen={before ? 'own' : 'usual'}
      onChoose={(whose) => onChoose(whose === 'own' ? first : null)}
    />
    {before && <Own said={said} before={before} onChoose={onChoose} />}
  </>
)

interface OwnProps {
  said: Said
  before: readonly Offset[]
  onChoose: (before: readonly Offset[]) => void
}

function Own({ said: { choose, hint, least, before: names }, before, onChoose }: OwnProps) {
  const [isLast, setLast] = useState(false)
  const all = Object.keys(names) as Offset[]
  const toggle = (one: Offset) => {
    const after = all.filter((each) => before.includes(each) !== (each === one))
    setLast(after.length === 0)
    if (after.length > 0) onChoose(after)
  }
  return (
    <div>
      <CheckList question={choose} hint={hint} options={all.map((value) => ({ value, label: names[value] ?? value }))} chosen={before} onToggle={toggle} />
      <span class="problem" role="alert">{isLast && least}</span>
    </div>
  )
}
