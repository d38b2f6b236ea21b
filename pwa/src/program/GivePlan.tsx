import { useState } from 'preact/hooks'
import { useIntention } from '../data/intend'
import { Refused } from '../review/Refused'
import type { PlanDesk, PlanIn, PlanVersionKept } from '../shared/wire'
import { Button } from '../ui/Button'
import { Notice } from '../ui/States'
import { savedOf } from './draft'
import type { PlanForm } from './planForm'
import { contentOf, isEmpty, textOf, unfinished } from './planForm'
import { words } from './words'

interface GiveProps {
  desk: PlanDesk
  form: PlanForm
  /** It was to be given: from now on what is missing is in the way. */
  onTry: () => void
  onGiven: () => void
}

/** The counselor agrees to what is written, and the person is asked to. */
export function GivePlan({ desk: { person, versions }, form, onTry, onGiven }: GiveProps) {
  const [tried, setTried] = useState(false)
  const [given, setGiven] = useState<number | undefined>()
  const give = useIntention<PlanIn, PlanVersionKept>((id) => `/api/plan-versions/${id}`, ({ number }) => {
    setGiven(number)
    onGiven()
  })
  const said = words.value.plan
  const newest = versions[0]
  const isSame = newest !== undefined && textOf(newest.content) === savedOf(form) && unfinished(form) === 0
  const obstacle = unfinished(form) > 0 ? said.unfinished : isEmpty(form) ? said.nothing : undefined
  const send = () => {
    setTried(true)
    onTry()
    if (!obstacle) give.say({ person: person.id, content: contentOf(form) })
  }
  return (
    <div class="stack">
      {isSame ? (
        <p>{said.same(newest.number)}</p>
      ) : (
        <>
          <p class="quiet">{said.proposeLead(person.name)}</p>
          <Button onTap={send}>{said.propose(person.name)}</Button>
        </>
      )}
      {tried && obstacle && <Notice kind="alert">{obstacle}</Notice>}
      <Refused refusal={give.refusal} />
      <p role="status">{given !== undefined && said.given(given, person.name)}</p>
    </div>
  )
}
