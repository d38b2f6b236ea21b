import { useState } from 'preact/hooks'
import { Button } from '../ui/Button'
import { Card } from '../ui/Card'
import { PageHead } from '../ui/PageHead'
import type { Platform } from '../ui/platform'
import { isInstalled, platform } from '../ui/platform'
import { install, offer } from './install'
import { words } from './words'

const stepsOf = (where: Platform): readonly string[] => {
  const { ios, android, firefoxAndroid } = words.value.home
  return { ios, android, 'firefox-android': firefoxAndroid, desktop: [] }[where]
}

/** How to put the app on this phone's home screen, step by step. */
export const HomeScreenSteps = () => (
  <ol class="steps">
    {stepsOf(platform()).map((step) => <li key={step}>{step}</li>)}
  </ol>
)

/** Nothing once it is there, nor on a computer whose browser does not offer it. */
export function HomeScreen() {
  const { title, about, install: add } = words.value.home
  if (isInstalled() || (platform() === 'desktop' && !offer.value)) return null
  return (
    <Card labelledBy="home-screen">
      <h2 id="home-screen">{title}</h2>
      <p class="quiet">{about}</p>
      {offer.value ? <Button kind="soft" onTap={() => void install()}>{add}</Button> : <HomeScreenSteps />}
    </Card>
  )
}

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
        <p class="code">{code}</p>
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
