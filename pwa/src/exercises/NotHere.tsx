import { device, refresh } from '../data/home'
import { Button, ButtonLink } from '../ui/Button'
import { Card } from '../ui/Card'
import { PageHead } from '../ui/PageHead'
import { Empty } from '../ui/States'
import { words as common } from '../ui/words'
import { words } from './words'

/** The phone has no home: it never joined, or it has joined and not read anything yet. */
export function NotHere({ back }: { back?: string }) {
  const { title } = common.value.skills
  return (
    <>
      <PageHead title={title} {...(back ? { back } : {})} />
      {device.value?.role === 'participant' ? <NotYet /> : <NotJoined />}
    </>
  )
}

const again = (): void => void refresh(new Date()).catch(() => undefined)

const NotYet = () => (
  <>
    <Empty icon="wave">{words.value.notYet}</Empty>
    <Button kind="soft" onTap={again}>{common.value.go.retry}</Button>
  </>
)

function NotJoined() {
  const { title, about, join, help } = words.value.notJoined
  return (
    <Card tone="tint" labelledBy="not-joined">
      <h2 id="not-joined">{title}</h2>
      <p>{about}</p>
      <div class="row">
        <ButtonLink href="/join">{join}</ButtonLink>
        <ButtonLink kind="soft" icon="phone" href="/help">{help}</ButtonLink>
      </div>
    </Card>
  )
}
