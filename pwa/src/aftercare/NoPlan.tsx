import { device, refresh } from '../data/home'
import { Button, ButtonLink } from '../ui/Button'
import { Card } from '../ui/Card'
import { PageHead } from '../ui/PageHead'
import { Empty } from '../ui/States'
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
        <ButtonLink icon="phone" href="/help">{none.getHelp}</ButtonLink>
      </Card>
    </>
  )
}

/** The phone has no home: it never joined, or it has joined and not read anything yet. */
export const NoHome = () => (
  <>
    <PageHead title={common.value.plan.title} />
    {device.value?.role === 'participant' ? <NotLoaded /> : <NotJoined />}
  </>
)

const again = (): void => void refresh(new Date()).catch(() => undefined)

const NotLoaded = () => (
  <>
    <Empty icon="map">{words.value.notLoaded}</Empty>
    <Button kind="soft" onTap={again}>{common.value.go.retry}</Button>
  </>
)

function NotJoined() {
  const { notJoined, none } = words.value
  return (
    <Card tone="tint" labelledBy="not-joined">
      <h2 id="not-joined">{notJoined.title}</h2>
      <p>{notJoined.about}</p>
      <div class="row">
        <ButtonLink href="/join">{notJoined.join}</ButtonLink>
        <ButtonLink kind="soft" icon="phone" href="/help">{none.getHelp}</ButtonLink>
      </div>
    </Card>
  )
}
