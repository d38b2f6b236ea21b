import type { RefObject } from 'preact'
import { ButtonLink } from '../ui/Button'
import type { Filter } from './filter'
import { filters } from './filter'
import { words } from './words'

interface ToolsProps {
  search: RefObject<HTMLInputElement | null>
  typed: string
  onTyped: (typed: string) => void
  filter: Filter
  onFilter: (filter: Filter) => void
  /** From the search into the list. */
  onLeave: () => void
  shown: number
  of: number
}

export function CaseloadTools({ search, typed, onTyped, filter, onFilter, onLeave, shown, of }: ToolsProps) {
  const { caseload, nav } = words.value
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== 'ArrowDown') return
    event.preventDefault()
    onLeave()
  }
  return (
    <div class="tools">
      <search class="field grow">
        <input ref={search} type="search" value={typed} placeholder={caseload.search} aria-label={caseload.search} autocomplete="off" onInput={({ currentTarget }) => onTyped(currentTarget.value)} onKeyDown={leave} />
      </search>
      <ButtonLink kind="soft" icon="plus" href="/invite">{nav.invite}</ButtonLink>
      <div class="filters" role="group" aria-label={caseload.show}>
        {filters.map((each) => (
          <button key={each} type="button" class="chip" aria-pressed={filter === each} onClick={() => onFilter(each)}>{caseload[each]}</button>
        ))}
        <span class="quiet" role="status">{shown < of && caseload.shown(shown, of)}</span>
      </div>
    </div>
  )
}
