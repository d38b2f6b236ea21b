import { Button } from '../ui/Button'
import { Card } from '../ui/Card'
import type { Platform } from '../ui/platform'
import { isInstalled, platform } from '../ui/platform'
import { install, offer } from './offer'
import { words } from './words'

const stepsOf = (where: Platform): readonly string[] => {
  const { ios, android, firefoxAndroid } = words.value
  return { ios, android, 'firefox-android': firefoxAndroid, desktop: [] }[where]
}

/** How to put the app on this phone's home screen, step by step. */
export const HomeScreenSteps = () => (
  <ol class="howto">
    {stepsOf(platform()).map((step) => <li key={step}>{step}</li>)}
  </ol>
)

/** Nothing once it is there, nor on a computer whose browser does not offer it. */
export function HomeScreen() {
  const { title, about, install: add } = words.value
  if (isInstalled() || (platform() === 'desktop' && !offer.value)) return null
  return (
    <Card labelledBy="home-screen">
      <h2 id="home-screen">{title}</h2>
      <p class="quiet">{about}</p>
      {offer.value ? <Button kind="soft" onTap={() => void install()}>{add}</Button> : <HomeScreenSteps />}
    </Card>
  )
}
