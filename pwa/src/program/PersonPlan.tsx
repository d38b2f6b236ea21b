import { useRoute } from 'preact-iso'
import { useEffect, useState } from 'preact/hooks'
import { useFetched } from '../data/fetched'
import { Desk } from '../review/Desk'
import { Trouble } from '../review/Loaded'
import type { PlanDesk } from '../shared/wire'
import { PageHead } from '../ui/PageHead'
import type { Draft } from './draft'
import { draftOf } from './draft'
import { PlanEditor } from './PlanEditor'
import './plan.css'
import { words } from './words'

/** A person's plan, written with them. */
export function PersonPlan() {
  const { id = '' } = useRoute().params
  const fetched = useFetched<PlanDesk>(`/api/people/${id}/plan`)
  const kept = useKept(id)
  const { title, titleFor } = words.value.plan
  const { body: desk, reload } = fetched
  const name = desk?.person.name
  const head = <PageHead title={name ? titleFor(name) : title} tab={title} back={`/people/${id}`} />
  return (
    <Desk head={<>{head}<Trouble fetched={fetched} /></>}>
      {desk && kept && <PlanEditor key={id} desk={desk} kept={kept.draft} reload={reload} />}
    </Desk>
  )
}

/** Undefined until this browser was asked. */
function useKept(person: string): { draft: Draft | undefined } | undefined {
  const [kept, setKept] = useState<{ person: string; draft: Draft | undefined } | undefined>()
  useEffect(() => void draftOf(person).then((draft) => setKept({ person, draft })), [person])
  return kept?.person === person ? kept : undefined
}
