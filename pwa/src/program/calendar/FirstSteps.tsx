import { ButtonLink } from '../../ui/Button'
import { Card } from '../../ui/Card'
import { words } from './words'

/** A program without a group or a series. */
export function FirstSteps() {
  const { first } = words.value
  return (
    <Card tone="tint" labelledBy="first">
      <h2 id="first">{first.title}</h2>
      <p>{first.lead}</p>
      <ol class="howto">
        <li>{first.group}</li>
        <li>{first.series}</li>
        <li>{first.attend}</li>
      </ol>
      <div class="row">
        <ButtonLink href="/schedule/groups">{first.toGroups}</ButtonLink>
        <ButtonLink kind="soft" href="/schedule/new">{first.toSeries}</ButtonLink>
      </div>
      <p class="quiet">{first.or}</p>
      <ButtonLink kind="bare" href="/schedule/import">{first.toImport}</ButtonLink>
    </Card>
  )
}
