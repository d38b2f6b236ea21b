import { useState } from 'preact/hooks'
import { Button } from '../../ui/Button'
import { Choice } from '../../ui/Choice'
import { words as common } from '../../ui/words'
import { words } from './words'

interface MakingProps {
  /** What the one before shows; neutral without one. */
  detailed?: boolean
  busy: boolean
  onMake: (detailed: boolean) => void
}

/** Neutral unless the person chooses otherwise, and it says what that means. */
export function Making({ detailed = false, busy, onMake }: MakingProps) {
  const [chosen, choose] = useState<'neutral' | 'detailed'>(detailed ? 'detailed' : 'neutral')
  const said = words.value
  return (
    <>
      <Choice
        question={said.seen}
        options={[{ value: 'neutral', label: said.neutral, hint: said.neutralAbout }, { value: 'detailed', label: said.detailed, hint: said.detailedAbout }]}
        chosen={chosen}
        onChoose={choose}
      />
      <Button wide disabled={busy} onTap={() => onMake(chosen === 'detailed')}>{busy ? common.value.state.loading : said.make}</Button>
    </>
  )
}
