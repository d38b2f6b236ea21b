import type { JSX } from 'preact'
import { isStaff } from '../../data/profile'
import { HomeScreenSteps } from '../../install/HomeScreen'
import { Button } from '../../ui/Button'
import { words as common } from '../../ui/words'
import { Panel } from '../Panel'
import type { PanelProps } from '../Reminders'
import type { Facts, State } from '../state'
import { stateOf } from '../state'
import { TurnOn } from './TurnOn'
import { words } from './words'

/** Reminders are not on: why, and how to turn them on. */
export function SetUp(props: PanelProps) {
  const state = stateOf(props.facts)
  return state in panels ? panels[state as keyof typeof panels](props) : null
}

const panels: Record<Exclude<State, 'on' | 'signed-out' | 'offline'>, (props: PanelProps) => JSX.Element> = {
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
      <ol class="howto">{forPlatform(words.value.blocked.how, facts).map((step) => <li key={step}>{step}</li>)}</ol>
      <Button kind="soft" onTap={() => void look()}>{common.value.go.retry}</Button>
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
}

export const forPlatform = <Thing,>(for_: { ios: Thing; android: Thing; desktop: Thing }, { platform }: Facts): Thing =>
  for_[platform === 'firefox-android' ? 'android' : platform]
