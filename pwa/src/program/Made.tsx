import { useEffect, useState } from 'preact/hooks'
import { dateOf } from '../shared/i18n'
import type { InviteMade } from '../shared/wire'
import { Button, ButtonLink } from '../ui/Button'
import { Card } from '../ui/Card'
import { TextField } from '../ui/Field'
import { here } from '../ui/here'
import { PageHead } from '../ui/PageHead'
import { words } from './words'

interface MadeProps {
  invite: InviteMade
  name: string
  onAnother?: () => void
}

/** The link in every form it can be handed over in. */
export function Made({ invite, name, onAnother }: MadeProps) {
  const said = words.value.invite
  useEffect(() => document.querySelector('h1')?.focus(), [])
  return (
    <>
      <PageHead title={said.ready(name)} tab={said.title} back={`/people/${invite.person}`} sub={said.valid(dateOf(invite.expires_at, here()))} />
      <Card>
        <div class="made">
          <img class="qr" src={`data:image/svg+xml,${encodeURIComponent(invite.qr)}`} alt={said.qr} />
          <div class="stack">
            <div>
              <small>{said.code}</small>
              <p class="code" translate={false}>{invite.code}</p>
              <small>{said.codeHint(addressOf(invite.link))}</small>
            </div>
            <Link link={invite.link} />
          </div>
        </div>
        <p class="quiet">{said.handOver}</p>
      </Card>
      <div class="row noprint">
        <Button kind="soft" icon="printer" onTap={() => print()}>{said.print}</Button>
        <ButtonLink kind="soft" icon="person" href={`/people/${invite.person}`}>{said.open(name)}</ButtonLink>
        {onAnother && <Button kind="soft" icon="plus" onTap={onAnother}>{said.another}</Button>}
      </div>
    </>
  )
}

/** As somebody would say it: without the scheme, and without the code. */
const addressOf = (link: string): string => link.replace(/^https?:\/\//, '').replace(/#.*/, '')

function Link({ link }: { link: string }) {
  const { link: label, copy, copied, copyFailed } = words.value.invite
  const [news, setNews] = useState<boolean | undefined>()
  const write = () => void navigator.clipboard.writeText(link).then(() => setNews(true), () => setNews(false))
  return (
    <>
      <TextField label={label} value={link} onValue={() => undefined} readOnly />
      <div class="row noprint">
        <Button icon="copy" onTap={write}>{copy}</Button>
        <span role="status">{news === undefined ? '' : news ? copied : copyFailed}</span>
      </div>
    </>
  )
}
