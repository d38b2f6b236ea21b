import { Button } from '../../ui/Button'
import { useLasting } from '../../ui/later'
import { Notice } from '../../ui/States'
import type { Marks } from './useMarking'
import { words } from './words'

const A_MOMENT = 800

/** What was done last and how to take it back, what is not saved, who was first: always in sight below the list. */
export function Lately({ marking }: { marking: Marks }) {
  const { saving } = words.value
  const { done, sending, undo } = marking
  const lasts = useLasting(sending, A_MOMENT)
  return (
    <div class="lastly">
      <WasFirst marking={marking} />
      <NotSaved marking={marking} />
      <div class="doing">
        <span role="status">{lasts ? `${done?.sentence ?? ''} ${saving}` : done?.sentence}</span>
        {done?.before && <Button kind="soft" onTap={undo}>{words.value.undo}</Button>}
      </div>
    </div>
  )
}

function NotSaved({ marking: { refusal, sending, retry } }: { marking: Marks }) {
  const { notSaved, retry: again } = words.value
  if (!refusal) return null
  if (refusal.kind === 'refused') return <Notice kind="alert">{refusal.sentence}</Notice>
  return <Notice kind="alert" action={<Button kind="soft" disabled={sending} onTap={retry}>{again}</Button>}>{notSaved[refusal.kind]}</Notice>
}

function WasFirst({ marking: { first, people, readFirst } }: { marking: Marks }) {
  const { wasFirst, firstStays, gotIt, marks, none } = words.value
  if (first.length === 0) return null
  const nameOf = (id: string) => people.find(({ person }) => person === id)?.name ?? ''
  return (
    <Notice kind="alert" action={<Button kind="bare" onTap={readFirst}>{gotIt}</Button>}>
      {first.map(({ person, mark, marked_by }) => wasFirst(marked_by, nameOf(person), mark ? marks[mark] : none)).join(' ')} {firstStays}
    </Notice>
  )
}
