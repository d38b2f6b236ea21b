import type { ExerciseOut } from '../shared/wire'
import { useAwake } from './awake'
import type { Begun, Patch, Screen } from './practice'
import { looksBack, nextAt, rated, ratingOf, screensOf, waveOf } from './practice'
import type { Turn } from './Screen'
import { Choose, Count, Rate, Say, Write } from './Steps'
import { Breathe, Timer } from './Timed'
import { words } from './words'

interface ScreensProps {
  exercise: ExerciseOut
  practice: Begun
  change: (said: Patch) => void
  next: (said?: Patch) => void
  problem: string | undefined
}

/** The screen that the practice is at. */
export function Screens({ exercise, practice, change, next, problem }: ScreensProps) {
  useAwake()
  const screens = screensOf(exercise)
  const { at } = practice
  const screen = screens[at]
  if (!screen) return null
  const turn: Turn = {
    title: exercise.title,
    number: at + 1,
    of: screens.length,
    next,
    back: at > 0 ? () => change({ at: at - 1 }) : undefined,
    last: nextAt(exercise, practice) === undefined,
    problem,
  }
  return <One key={screen.id} screen={screen} exercise={exercise} practice={practice} change={change} turn={turn} />
}

interface OneProps extends Pick<ScreensProps, 'exercise' | 'practice' | 'change'> {
  screen: Screen
  turn: Turn
}

function One({ screen, exercise, practice, change, turn }: OneProps) {
  const rating = {
    turn,
    chosen: ratingOf(practice, screen),
    onRate: (rating: number) => change(rated(practice, screen, rating)),
    onSkip: () => turn.next(rated(practice, screen, null)),
  }
  switch (screen.kind) {
    case 'before':
      return <Rate {...rating} question={words.value.before} about={words.value.beforeAbout} />
    case 'after':
      return <Rate {...rating} question={words.value.after} />
    case 'rate':
      return <Rate {...rating} question={screen.text} about={screen.detail} wave={waveOf(exercise, practice)} />
    case 'say':
      return <Say step={screen} turn={turn} wave={looksBack(screensOf(exercise), practice.at) ? waveOf(exercise, practice) : []} />
    case 'timer':
      return <Timer step={screen} turn={turn} />
    case 'breathe':
      return <Breathe step={screen} turn={turn} />
    case 'count':
      return <Count step={screen} turn={turn} />
    case 'choose':
      return <Choose step={screen} turn={turn} />
    case 'write':
      return <Write step={screen} turn={turn} text={practice.notes[screen.id] ?? ''} onText={(text) => change({ notes: { ...practice.notes, [screen.id]: text } })} />
  }
}
