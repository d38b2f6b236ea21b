import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { profile } from '../data/profile'
import type { InviteOut } from '../shared/wire'
import { Button, ButtonLink } from '../ui/Button'
import { TextField } from '../ui/Field'
import { Notice, Progress } from '../ui/States'
import { words as common } from '../ui/words'
import type { Draft, Step } from './draft'
import { steps } from './draft'
import { JoinNow } from './JoinNow'
import { Language } from '../me/Language'
import { words } from './words'
import { ZoneField } from '../me/ZoneField'

interface StepsProps {
  draft: Draft
  invite: InviteOut
  onChange: (change: Partial<Draft>) => void
}

/** What a participant is asked and told before joining, one thing to a screen. */
export function Steps({ draft, invite, onChange }: StepsProps) {
  const place = steps.indexOf(draft.step)
  const to = (by: number) => () => onChange({ step: steps[place + by] ?? 'welcome' })
  const last = place === steps.length - 1
  return (
    <>
      <Top place={place} onBack={place > 0 ? to(-1) : undefined} />
      <form class="gap tall" onSubmit={(event) => { event.preventDefault(); if (!last) to(1)() }}>
        <Screen key={draft.step} draft={draft} invite={invite} onChange={onChange} />
        {last ? <JoinNow draft={draft} label={words.value.now} onChange={onChange} /> : <Button type="submit" wide>{common.value.go.next}</Button>}
      </form>
    </>
  )
}

function Top({ place, onBack }: { place: number; onBack: (() => void) | undefined }) {
  const { go, name } = common.value
  const { title, step } = words.value
  useEffect(() => void (document.title = `${title} · ${name}`), [title])
  return (
    <header class="row">
      {onBack && <Button kind="bare" icon="back" label={go.back} onTap={onBack} />}
      <span class="grow"><Progress value={place + 1} max={steps.length} label={step(place + 1, steps.length)} /></span>
      <ButtonLink kind="bare" href="/help">{go.help}</ButtonLink>
    </header>
  )
}

const Screen = ({ draft, invite, onChange }: StepsProps) => screens[draft.step]({ draft, invite, onChange })

const screens: Record<Step, (props: StepsProps) => JSX.Element> = {
  welcome: ({ invite }) => <Welcome invite={invite} />,
  called: ({ draft, onChange }) => <Called draft={draft} onChange={onChange} />,
  zone: ({ draft, onChange }) => (
    <div class="gap">
      <Heading>{words.value.zone.ask}</Heading>
      <ZoneField hint={words.value.zone.hint} zone={draft.zone} onZone={(zone) => onChange({ zone })} />
    </div>
  ),
  what: () => <Told {...words.value.what} />,
  who: () => <Told {...words.value.who} />,
  danger: () => (
    <Told {...words.value.danger}>
      <ButtonLink kind="soft" icon="phone" href="tel:988">{common.value.help.crisis.call}</ButtonLink>
    </Told>
  ),
}

/** Each screen is read out from its heading. */
export function Heading({ children }: { children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => heading.current?.focus({ preventScroll: true }), [])
  return <h1 class="ask" tabIndex={-1} ref={heading}>{children}</h1>
}

function Welcome({ invite }: { invite: InviteOut }) {
  const { welcome, signedIn } = words.value
  return (
    <div class="gap">
      <Heading>{invite.invited_by ? welcome.invites(invite.invited_by) : welcome.invited}</Heading>
      <p>{welcome.lead}</p>
      {profile.value && <Notice>{signedIn(profile.value.called)}</Notice>}
      <Language />
    </div>
  )
}

function Called({ draft, onChange }: Pick<StepsProps, 'draft' | 'onChange'>) {
  const { ask, label, hint } = words.value.called
  return (
    <div class="gap">
      <Heading>{ask}</Heading>
      <TextField label={label} hint={hint} value={draft.called} onValue={(called) => onChange({ called })} autocomplete="name" maxLength={80} />
    </div>
  )
}

function Told({ title, lines, children }: { title: string; lines: readonly string[]; children?: ComponentChildren }) {
  return (
    <div class="gap">
      <Heading>{title}</Heading>
      {lines.map((line) => <p key={line}>{line}</p>)}
      {children && <div class="row">{children}</div>}
    </div>
  )
}
