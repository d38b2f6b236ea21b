import type { RefObject } from 'preact'
import type { CaseloadRow } from '../shared/wire'
import { ButtonLink } from '../ui/Button'
import type { Sieve } from './filter'
import { choicesOf, filters } from './filter'
import { words } from './words'

interface ToolsProps {
  search: RefObject<HTMLInputElement | null>
  sieve: Sieve
  onSieve: (sieve: Sieve) => void
  /** From the search into the list. */
  onLeave: () => void
  shown: number
  people: readonly CaseloadRow[]
}

export function CaseloadTools({ search, sieve, onSieve, onLeave, shown, people }: ToolsProps) {
  const { caseload, nav, phase: phaseNames } = words.value
  const { groups, phases } = choicesOf(people)
  const leave = (event: KeyboardEvent) => {
    // The first Escape is the browser's own, and empties it.
    if (event.key === 'Escape' && sieve.typed === '') return search.current?.blur()
    if (event.key !== 'Enter' && event.key !== 'ArrowDown') return
    event.preventDefault()
    onLeave()
  }
  return (
    <div class="tools">
      <search class="field grow">
        <input ref={search} type="search" value={sieve.typed} placeholder={caseload.search} aria-label={caseload.search} autocomplete="off" onInput={({ currentTarget }) => onSieve({ ...sieve, typed: currentTarget.value })} onKeyDown={leave} />
      </search>
      <ButtonLink kind="soft" icon="plus" href="/invite">{nav.invite}</ButtonLink>
      <div class="filters" role="group" aria-label={caseload.show}>
        {filters.map((each) => (
          <button key={each} type="button" class="chip" aria-pressed={sieve.filter === each} onClick={() => onSieve({ ...sieve, filter: each })}>{caseload[each]}</button>
        ))}
        <Pick label={caseload.group} any={caseload.anyGroup} options={groups.map((group) => [group, group] as const)} chosen={sieve.group} onPick={(group) => onSieve({ ...sieve, group })} />
        <Pick label={caseload.phase} any={caseload.anyPhase} options={phases.map((phase) => [phase, phaseNames[phase]] as const)} chosen={sieve.phase} onPick={(phase) => onSieve({ ...sieve, phase })} />
        <span class="quiet" role="status">{shown < people.length && caseload.shown(shown, people.length)}</span>
      </div>
    </div>
  )
}

interface PickProps<Value> {
  label: string
  any: string
  options: readonly (readonly [Value, string])[]
  chosen: Value | undefined
  onPick: (value: Value | undefined) => void
}

/** Nothing where there is no choice. */
function Pick<Value extends string>({ label, any, options, chosen, onPick }: PickProps<Value>) {
  if (options.length === 0) return null
  return (
    <select class="chip" aria-label={label} value={chosen ?? ''} onChange={({ currentTarget }) => onPick(options.find(([value]) => value === currentTarget.value)?.[0])}>
      <option value="">{any}</option>
      {options.map(([value, name]) => <option key={value} value={value}>{name}</option>)}
    </select>
  )
}
