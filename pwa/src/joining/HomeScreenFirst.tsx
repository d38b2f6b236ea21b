import { useState } from 'preact/hooks'
import { HomeScreenSteps } from '../install/HomeScreen'
import { Button } from '../ui/Button'
import { Card } from '../ui/Card'
import { PageHead } from '../ui/PageHead'
import { words } from './words'

/** The app on an iPhone's home screen knows nothing of what Safari is signed in to: a code used here is lost for it. */
export function HomeScreenFirst({ code, onGoOn }: { code: string; onGoOn: () => void }) {
  const { first, why, yourCode, without } = words.value.home
  return (
    <>
      <PageHead title={first} />
      <p>{why}</p>
      <HomeScreenSteps />
      <Card tone="tint" labelledBy="your-code">
        <h2 id="your-code">{yourCode}</h2>
        <p class="yourcode">{code}</p>
        <Copy text={code} />
      </Card>
      <Button kind="bare" wide onTap={onGoOn}>{without}</Button>
    </>
  )
}

function Copy({ text }: { text: string }) {
  const [copied, setCopied] = useState(false)
  const { copy, copied: done } = words.value.home
  const tap = () => void navigator.clipboard?.writeText(text).then(() => setCopied(true), () => undefined)
  return (
    <div class="row">
      <Button kind="soft" onTap={tap}>{copy}</Button>
      <span role="status">{copied && done}</span>
    </div>
  )
}
