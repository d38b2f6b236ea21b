import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { sayPractice } from '../data/say'
import type { AssignmentOut, ExerciseOut, PracticeIn } from '../shared/wire'
import { words as common } from '../ui/words'
import { Closing } from './Closing'
import { draftKeeper } from './keeper'
import type { Begun, Patch } from './practice'
import { draftOf, nextAt, practiceOf, waveOf } from './practice'
import { Screens } from './Screens'

interface PlayerProps {
  exercise: ExerciseOut
  assignments: readonly AssignmentOut[]
  begun: Begun
  onAgain: () => void
}

/**
 * One practice, a screen at a time. Leaving asks nothing and sends nothing: the draft keeps the place, to go on or to
 * start over. Only what was done to its end is sent.
 */
export function Player({ exercise, assignments, begun, onAgain }: PlayerProps) {
  const [practice, setPractice] = useState(begun)
  const keeper = useMemo(() => draftKeeper(draftOf(exercise.key)), [])
  const { saved, problem, save } = useSaving(exercise, assignments, keeper)
  useEffect(() => {
    document.title = `${exercise.title} · ${common.value.name}`
  }, [])

  const change = (said: Patch): Begun => {
    const changed = { ...practice, ...said, kept_at: new Date().toISOString() }
    setPractice(changed)
    if (changed.at > 0) keeper.keep(changed)
    return changed
  }
  const next = (said: Patch = {}) => {
    const at = nextAt(exercise, { ...practice, ...said })
    if (at === undefined) save(change(said))
    else change({ ...said, at })
  }
  if (saved) return <Closing exercise={exercise} saved={saved} wave={waveOf(exercise, practice)} assignments={assignments} onAgain={onAgain} />
  return <Screens exercise={exercise} practice={practice} change={change} next={next} problem={problem} />
}

export interface Saved {
  id: string
  practice: PracticeIn
}

/** Two taps on Done are one practice. */
function useSaving(exercise: ExerciseOut, assignments: readonly AssignmentOut[], keeper: ReturnType<typeof draftKeeper>) {
  const [saved, setSaved] = useState<Saved>()
  const [problem, setProblem] = useState<string>()
  const busy = useRef(false)
  const store = async (practice: PracticeIn, now: Date) => {
    await keeper.stop()
    setSaved({ id: await sayPractice(practice, draftOf(exercise.key), now), practice })
  }
  const save = (begun: Begun) => {
    if (busy.current) return
    busy.current = true
    setProblem(undefined)
    const now = new Date()
    store(practiceOf(exercise, begun, assignments, now), now)
      .catch(() => setProblem(common.value.state.notSaved))
      .finally(() => void (busy.current = false))
  }
  return { saved, problem, save }
}
