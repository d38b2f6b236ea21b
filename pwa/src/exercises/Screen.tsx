import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Button, ButtonLink } from '../ui/Button'
import { Progress } from '../ui/States'
import { words as common } from '../ui/words'
import type { Patch } from './practice'
import { useCheckIn } from './useCheckIn'
import { words } from './words'

/** Where the person is in a practice, and the ways on. */
export interface Turn {
  /** What the exercise is called. */
  title: string
  /** From 1. */
  number: number
  of: number
  /** The next screen, or the end of it, with what was said last. */
  next: (said?: Patch) => void
  back: (() => void) | undefined
  last: boolean
  /** Why it did not go on, in one sentence. */
  problem: string | undefined
}

interface FrameProps {
  middle?: ComponentChildren
  /** False when nothing is left to leave. */
  leave?: boolean
  children: ComponentChildren
}

/** A full screen of its own: a way out, and Help. */
export const Frame = ({ middle, leave = true, children }: FrameProps) => (
  <div class="player">
    <header class="bar">
      {leave ? <Leave /> : <span />}
      <div class="middle">{middle}</div>
      <ButtonLink kind="bare" href="/help">{common.value.go.help}</ButtonLink>
    </header>
    {children}
  </div>
)

function Leave() {
  const checkIn = useCheckIn()
  const { leave, toCheckIn } = words.value
  if (checkIn) return <ButtonLink kind="bare" icon="back" href={checkIn}>{toCheckIn}</ButtonLink>
  return <ButtonLink kind="bare" href="/skills">{leave}</ButtonLink>
}

interface ScreenProps {
  turn: Turn
  /** What a screen reader says first. */
  label: string
  /** In place of how far one is. */
  middle?: ComponentChildren
  /** In place of Next. */
  buttons?: ComponentChildren
  under?: ComponentChildren
  children: ComponentChildren
}

/** One step. The first one leaves the focus where the change of page has put it. */
export function Screen({ turn, label, middle, buttons, under, children }: ScreenProps) {
  const screen = useRef<HTMLElement>(null)
  useEffect(() => {
    if (turn.number > 1) screen.current?.focus({ preventScroll: true })
    scrollTo(0, 0)
  }, [])
  const far = words.value.step(turn.number, turn.of)
  return (
    <Frame middle={middle ?? <Progress value={turn.number} max={turn.of} label={far} />}>
      <h1 class={turn.number > 1 ? 'hidden' : 'named'} tabIndex={-1}>{turn.title}</h1>
      <section class="screen" ref={screen} tabIndex={-1} aria-label={label}>
        {children}
      </section>
      <footer class="foot">
        <p class="problem" role="alert">{turn.problem}</p>
        <div class="ways">
          {turn.back && <Button kind="bare" icon="back" label={common.value.go.back} onTap={turn.back} />}
          {buttons ?? <Button wide onTap={() => turn.next()}>{turn.last ? common.value.go.done : common.value.go.next}</Button>}
        </div>
        {under}
      </footer>
    </Frame>
  )
}
