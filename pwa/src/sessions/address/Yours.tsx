import { useState } from 'preact/hooks'
import { place } from '../../me/place'
import { ended, momentInText } from '../../shared/i18n'
import type { FeedOut } from '../../shared/wire'
import { Button, ButtonLink } from '../../ui/Button'
import { Card } from '../../ui/Card'
import { TextField } from '../../ui/Field'
import { now } from '../../ui/now'
import { Sheet } from '../../ui/Sheet'
import { Making } from './Making'
import { words } from './words'

interface YoursProps {
  feed: FeedOut
  busy: boolean
  onAgain: (detailed: boolean) => void
  onRevoke: () => void
}

export function Yours({ feed, busy, onAgain, onRevoke }: YoursProps) {
  const [asking, ask] = useState<'again' | 'revoke'>()
  const { yours, shows, slow, again, revoke, sureAgain, againAbout, sureRevoke, revokeAbout, keep } = words.value
  const leave = () => ask(undefined)
  return (
    <Card labelledBy="yours">
      <h2 id="yours">{yours}</h2>
      <p>{feed.detailed ? shows.detailed : shows.neutral}</p>
      <Copying url={feed.url} />
      <p class="quiet">{whenWords(feed)} {slow}</p>
      <div class="row">
        <Button kind="bare" onTap={() => ask('again')}>{again}</Button>
        <Button kind="bare" onTap={() => ask('revoke')}>{revoke}</Button>
      </div>
      <Sheet open={asking === 'again'} onClose={leave} title={sureAgain}>
        <p>{againAbout}</p>
        <Making detailed={feed.detailed} busy={busy} onMake={onAgain} />
        <Button kind="bare" wide onTap={leave}>{keep}</Button>
      </Sheet>
      <Sheet open={asking === 'revoke'} onClose={leave} title={sureRevoke}>
        <p>{revokeAbout}</p>
        <Button wide onTap={leave}>{keep}</Button>
        <Button kind="soft" wide disabled={busy} onTap={onRevoke}>{revoke}</Button>
      </Sheet>
    </Card>
  )
}

function whenWords({ made_at, read_at }: FeedOut): string {
  const { made, read, never } = words.value
  const when = (moment: string) => momentInText(moment, now.value, place())
  return [made(when(made_at)), read_at ? read(when(read_at)) : never].map(ended).join(' ')
}

/** `webcal:` is how calendar apps are told to subscribe, not to download once. */
export const webcalOf = (url: string): string => url.replace(/^https?:/, 'webcal:')

function Copying({ url }: { url: string }) {
  const [outcome, setOutcome] = useState<'copied' | 'notCopied'>()
  const { label, copy, open } = words.value
  const tap = () => void write(url).then(() => setOutcome('copied'), () => setOutcome('notCopied'))
  return (
    <>
      <TextField label={label} value={url} onValue={() => undefined} readOnly />
      <div class="row">
        <Button kind="soft" icon="copy" onTap={tap}>{copy}</Button>
        <ButtonLink kind="soft" icon="calendar" href={webcalOf(url)}>{open}</ButtonLink>
      </div>
      <p role="status" class="outcome">{outcome && words.value[outcome]}</p>
    </>
  )
}

/** Without https there is no clipboard. */
async function write(text: string): Promise<void> {
  await navigator.clipboard.writeText(text)
}
