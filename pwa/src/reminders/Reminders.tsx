import type { ComponentChildren, JSX } from 'preact'
import { useState } from 'preact/hooks'
import { isStaff } from '../data/profile'
import { HomeScreenSteps } from '../me/HomeScreen'
import '../me/me.css'
import { Button, ButtonLink } from '../ui/Button'
import { Card } from '../ui/Card'
import { PageHead } from '../ui/PageHead'
import { Late } from './Late'
import { useFacts } from './facts'
import { On } from './On'
import type { Facts, State } from './state'
import { stateOf } from './state'
import { TurnOn } from './TurnOn'
import { words } from './words'

export function Reminders() {
  const [facts, look] = useFacts()
  const [justOn, setJustOn] = useState(false)
  const turnedOn = () => look().then(() => setJustOn(true))
  return (
    <>
      <PageHead title={words.value.title} back="/me" />
      {facts ? panels[stateOf(facts)]({ facts, look, turnedOn, justOn, turnedOff: () => look().then(() => setJustOn(false)) }) : <Late />}
    </>
  )
}

export interface PanelProps {
  facts: Facts
  /** Looks how things are now. */
  look: () => Promise<void>
  turnedOn: () => Promise<void>
  turnedOff: () => Promise<void>
  /** It was turned on a moment ago: then a test goes out by itself. */
  justOn: boolean
}

const panels: Record<State, (props: PanelProps) => JSX.Element> = {
  'signed-out': () => (
    <Panel title={words.value.title}>
      <p>{words.value.signedOut}</p>
      <ButtonLink kind="soft" href="/join">{words.value.join}</ButtonLink>
    </Panel>
  ),
  install: () => (
    <Panel title={words.value.install.title}>
      <p>{words.value.install.why}</p>
      <HomeScreenSteps />
    </Panel>
  ),
  unsupported: ({ facts }) => (
    <Panel title={words.value.unsupported.title}>
      <p>{words.value.unsupported.why}</p>
      <p>{facts.platform === 'ios' ? words.value.unsupported.ios : words.value.unsupported.other}</p>
    </Panel>
  ),
  blocked: ({ facts, look }) => (
    <Panel title={words.value.blocked.title}>
      <p>{words.value.blocked.why}</p>
      <ol class="steps">{forPlatform(words.value.blocked.how, facts).map((step) => <li key={step}>{step}</li>)}</ol>
      <Button kind="soft" onTap={() => void look()}>{words.value.retry}</Button>
    </Panel>
  ),
  offline: ({ look }) => (
    <Panel title={words.value.off.title}>
      <p role="status">{words.value.offline}</p>
      <Button kind="soft" onTap={() => void look()}>{words.value.retry}</Button>
    </Panel>
  ),
  off: ({ look, turnedOn }) => (
    <Panel title={words.value.off.title}>
      {(isStaff.value ? words.value.off.staff : words.value.off.lines).map((line) => <p key={line}>{line}</p>)}
      <TurnOn label={words.value.off.on} onTurned={turnedOn} onBlocked={look} />
    </Panel>
  ),
  lost: ({ look, turnedOn }) => (
    <Panel title={words.value.lost.title}>
      <p>{words.value.lost.why}</p>
      <TurnOn label={words.value.lost.mend} onTurned={turnedOn} onBlocked={look} />
    </Panel>
  ),
  on: (props) => <On {...props} />,
}

const Panel = ({ title, children }: { title: string; children: ComponentChildren }) => (
  <Card labelledBy="reminders">
    <h2 id="reminders">{title}</h2>
    {children}
  </Card>
)

export const forPlatform = <Thing,>(for_: { ios: Thing; android: Thing; desktop: Thing }, { platform }: Facts): Thing =>
  for_[platform === 'firefox-android' ? 'android' : platform]
