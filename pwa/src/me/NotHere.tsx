import { device, refresh } from '../data/home'
import { Button, ButtonLink } from '../ui/Button'
import { Card } from '../ui/Card'
import type { IconName } from '../ui/Icon'
import { PageHead } from '../ui/PageHead'
import { Empty } from '../ui/States'
import { words } from '../ui/words'

interface NotHereProps {
  title: string
  icon: IconName
  back?: string
}

/** A page of a phone without a home: it never joined, or what it should hold has not come yet. */
export const NotHere = ({ title, icon, back }: NotHereProps) => (
  <>
    <PageHead title={title} {...(back ? { back } : {})} />
    {device.value?.role === 'participant' ? <NotYet icon={icon} /> : <NotJoined />}
  </>
)

const again = (): void => void refresh(new Date()).catch(() => undefined)

const NotYet = ({ icon }: Pick<NotHereProps, 'icon'>) => (
  <>
    <Empty icon={icon}>{words.value.notHere.notYet}</Empty>
    <Button kind="soft" onTap={again}>{words.value.go.retry}</Button>
  </>
)

function NotJoined() {
  const { notHere, join, help } = words.value
  return (
    <Card tone="tint" labelledBy="not-joined">
      <h2 id="not-joined">{notHere.notJoined}</h2>
      <p>{notHere.about}</p>
      <div class="row">
        <ButtonLink href="/join">{join.invited}</ButtonLink>
        <ButtonLink kind="soft" icon="phone" href="/help">{help.now}</ButtonLink>
      </div>
    </Card>
  )
}
