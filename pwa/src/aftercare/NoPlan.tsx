import { ButtonLink } from '../ui/Button'
import { Card } from '../ui/Card'
import { PageHead } from '../ui/PageHead'
import { words as common } from '../ui/words'
import { words } from './words'

/** Nothing is agreed or proposed yet: what it will be. */
export function NoPlan({ who }: { who: string | null }) {
  const { none, danger, well, afterwards } = words.value
  return (
    <>
      <PageHead title={common.value.plan.title} />
      <Card tone="tint" labelledBy="none">
        <h2 id="none">{who ? none.title(who) : none.noCounselor}</h2>
        <p>{none.about}</p>
        <ul>
          {[danger.title, well, afterwards].map((part) => <li key={part}>{part}</li>)}
        </ul>
        <p>{none.help}</p>
        <ButtonLink icon="phone" href="/help">{common.value.help.now}</ButtonLink>
      </Card>
    </>
  )
}
