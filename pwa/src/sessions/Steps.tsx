import { Button } from '../ui/Button'
import type { Day } from './days'

interface StepsProps {
  said: { before: string; after: string; current: string; back: string }
  title: string
  isCurrent: boolean
  /** A day of the week or month that lies there; undefined where the phone knows no more. */
  before: Day | undefined
  after: Day | undefined
  today: Day
  onShow: (day: Day) => void
}

/** Which week or month is shown, and the ways to the next ones and back. */
export const Steps = ({ said, title, isCurrent, before, after, today, onShow }: StepsProps) => (
  <>
    <div class="row between weekhead">
      <Button kind="bare" icon="back" label={said.before} disabled={!before} onTap={() => before && onShow(before)} />
      <h2 id="shown" aria-live="polite">
        {isCurrent && <small>{said.current}</small>}
        {title}
      </h2>
      <Button kind="bare" icon="next" label={said.after} disabled={!after} onTap={() => after && onShow(after)} />
    </div>
    {!isCurrent && <span class="center"><Button kind="soft" onTap={() => onShow(today)}>{said.back}</Button></span>}
  </>
)
