import type { Home } from '../shared/wire'
import { Card, Item } from '../ui/Card'
import { words } from './words'

export function PlanToAgree({ body: { proposed } }: { body: Home }) {
  const { title, about } = words.value.plan
  return proposed ? <Item icon="map" title={title} about={about(proposed.proposed_by)} href="/plan" /> : null
}

/** In the person's own words, out of the plan they agreed to. */
export function Why({ body: { plan } }: { body: Home }) {
  const reason = plan?.content.staying_well.reasons[0]
  if (!reason) return null
  return (
    <Card labelledBy="why">
      <small id="why">{words.value.why}</small>
      <p class="reason">“{reason}”</p>
    </Card>
  )
}
