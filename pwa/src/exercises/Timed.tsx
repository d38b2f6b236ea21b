import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import type { BreatheStep, TimerStep } from '../shared/wire'
import { Button } from '../ui/Button'
import { remembered } from '../ui/remember'
import { words as common } from '../ui/words'
import type { Motion } from './Air'
import { Air, breathing, useReducedMotion, waning } from './Air'
import { breathAt } from './breathing'
import type { Turn } from './Screen'
import { Screen } from './Screen'
import type { Running } from './tick'
import { useCountdown } from './tick'
import { words } from './words'

/** Chosen once, for every breath to come. */
const circle = remembered('breathing-circle', 'moving', ['moving', 'still'])

/** Something to do until the time is over. */
export function Timer({ step, turn }: { step: TimerStep; turn: Turn }) {
  const run = useCountdown(step.seconds)
  const { paused, timeOver } = words.value
  const said = run.over ? timeOver : run.paused ? paused : ''
  return (
    <Timed turn={turn} run={run} label={step.text} motion={waning(step.seconds)} said={said}>
      <h2 class="ask">{step.text}</h2>
      {step.detail && <p class="quiet">{step.detail}</p>}
    </Timed>
  )
}

/** Paced breathing. A screen reader hears each change of breath, never each second. */
export function Breathe({ step, turn }: { step: BreatheStep; turn: Turn }) {
  const run = useCountdown(step.seconds)
  const { breath, seconds, paused, rest, timeOver } = words.value
  const now = breathAt(run.elapsed, step)
  const what = run.over ? rest : run.paused ? paused : breath[now.phase]
  const going = !run.over && !run.paused
  const said = run.over ? timeOver : going ? `${what}, ${seconds(now.seconds)}` : what
  return (
    <Timed
      turn={turn}
      run={run}
      label={step.text}
      motion={breathing(step)}
      said={said}
      inside={(quiet) => (
        <>
          <b>{what}</b>
          {going && <span>{seconds(quiet ? now.left : now.seconds)}</span>}
        </>
      )}
    >
      <h2 class="quiet">{step.text}</h2>
      {step.detail && <p class="quiet">{step.detail}</p>}
    </Timed>
  )
}

interface TimedProps {
  turn: Turn
  run: Running
  label: string
  motion: Motion
  /** What a screen reader hears, whenever it changes. */
  said: string
  /** In the circle; without its movement the words count instead. */
  inside?: (quiet: boolean) => ComponentChildren
  children: ComponentChildren
}

function Timed({ turn, run, label, motion, said, inside, children }: TimedProps) {
  const reduced = useReducedMotion()
  const quiet = reduced || circle.value === 'still'
  const { timeLeft, timeOver } = words.value
  return (
    <Screen
      turn={turn}
      label={label}
      middle={run.over ? undefined : <span class="quiet" role="timer">{timeLeft(run.left)}</span>}
      buttons={<Controls turn={turn} run={run} />}
      under={!reduced && !run.over && <Toggle />}
    >
      <div class={inside ? 'timed breathe' : 'timed'}>
        {children}
        <Air motion={motion} elapsed={run.elapsed} moving={!run.paused && !run.over} still={quiet}>{inside?.(quiet)}</Air>
        <p class="hidden" aria-live="polite">{said}</p>
        <p class="over quiet" aria-hidden="true">{run.over && timeOver}</p>
      </div>
    </Screen>
  )
}

function Toggle() {
  const still = circle.value === 'still'
  return (
    <Button kind="bare" onTap={() => (circle.value = still ? 'moving' : 'still')}>{still ? words.value.moving : words.value.still}</Button>
  )
}

/** What was Skip is Next at the same place when the time is over. */
function Controls({ turn, run }: { turn: Turn; run: Running }) {
  const { pause, goOn } = words.value
  const { skip, next, done } = common.value.go
  useEffect(() => {
    if (run.over) keepFocus()
  }, [run.over])
  return (
    <>
      {!run.over && <Button kind="soft" wide onTap={run.toggle}>{run.paused ? goOn : pause}</Button>}
      <Button kind={run.over ? 'main' : 'soft'} wide onTap={() => turn.next()}>
        {!run.over ? skip : turn.last ? done : next}
      </Button>
    </>
  )
}

/** A button that goes away with the time leaves the focus nowhere. */
function keepFocus(): void {
  if (document.activeElement === document.body) document.querySelector<HTMLElement>('.player .screen')?.focus({ preventScroll: true })
}
