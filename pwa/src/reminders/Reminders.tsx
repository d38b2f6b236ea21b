import { useState } from 'preact/hooks'
import { isStaff, profile } from '../data/profile'
import { Button, ButtonLink } from '../ui/Button'
import { usePart } from '../ui/later'
import { PageHead } from '../ui/PageHead'
import { Loading } from '../ui/States'
import { words as common } from '../ui/words'
import { Choices } from './choices/Choices'
import { useFacts } from './facts'
import { On } from './On'
import { Panel } from './Panel'
import type { Facts } from './state'
import { stateOf } from './state'
import { words } from './words'

export function Reminders() {
  const [facts, look] = useFacts()
  const [justOn, setJustOn] = useState(false)
  const turned = (on: boolean) => () => look().then(() => setJustOn(on))
  return (
    <>
      <PageHead title={common.value.reminders.title} back="/me" />
      {facts ? <Shown facts={facts} look={look} turnedOn={turned(true)} turnedOff={turned(false)} justOn={justOn} /> : <Loading />}
      {profile.value && !isStaff.value && <Choices />}
      {profile.value && !isStaff.value && <SecondWay />}
    </>
  )
}

/** Nothing of it can be done without the network. */
function SecondWay() {
  const Email = usePart(() => import('./email/Email').then((part) => part.Email))
  return Email ? <Email /> : null
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

function Shown(props: PanelProps) {
  const state = stateOf(props.facts)
  if (state === 'on') return <On {...props} />
  if (state === 'signed-out') return <SignedOut />
  return state === 'offline' ? <Offline look={props.look} /> : <ToSetUp {...props} />
}

const SignedOut = () => (
  <Panel title={common.value.reminders.title}>
    <p>{words.value.signedOut}</p>
    <ButtonLink kind="soft" href="/join">{common.value.join.invited}</ButtonLink>
  </Panel>
)

const Offline = ({ look }: Pick<PanelProps, 'look'>) => (
  <Panel title={common.value.reminders.title}>
    <p role="status">{words.value.offline}</p>
    <Button kind="soft" onTap={() => void look()}>{common.value.go.retry}</Button>
  </Panel>
)

/** Nothing of it can be done without the network. */
function ToSetUp(props: PanelProps) {
  const SetUp = usePart(() => import('./setup/SetUp').then((page) => page.SetUp))
  if (SetUp === undefined) return <Loading />
  return SetUp ? <SetUp {...props} /> : <Offline look={props.look} />
}
