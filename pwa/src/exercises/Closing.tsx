import { useLayoutEffect, useRef } from 'preact/hooks'
import { home } from '../data/home'
import { useFate } from '../data/fate'
import { doneThisWeek } from '../shared/practiced'
import type { AssignmentOut, ExerciseOut } from '../shared/wire'
import { Button, ButtonLink } from '../ui/Button'
import { now } from '../ui/now'
import { words as common } from '../ui/words'
import { changeOf, needsHelp } from './change'
import type { Saved } from './Player'
import { useCheckIn } from './useCheckIn'
import { Frame } from './Screen'
import { Wave } from './Wave'
import { words } from './words'

interface ClosingProps {
  exercise: ExerciseOut
  saved: Saved
  wave: readonly number[]
  assignments: readonly AssignmentOut[]
  onAgain: () => void
}

/** What it changed, without judging it; and that it is saved. */
export function Closing({ exercise, saved, wave, assignments, onAgain }: ClosingProps) {
  const { before, after } = saved.practice
  const change = changeOf(before, after)
  const { changed, again } = words.value
  const { state } = common.value
  const sent = useFate(saved.id) === 'sent'
  const assignment = assignments.find((one) => one.exercise === exercise.key)
  return (
    <Frame leave={false}>
      <section class="screen">
        <Numbers before={before} after={after} />
        <p class="lead">{changed[change]}</p>
        <Wave numbers={wave} />
        {assignment && <Week assignment={assignment} />}
        <p class="quiet" role="status">{sent ? state.sent : state.saved}</p>
      </section>
      <footer class="foot">
        <Onward help={needsHelp(change)} />
        <Button kind="bare" wide onTap={onAgain}>{again}</Button>
      </footer>
    </Frame>
  )
}

/** "8 → 5", said as "from 8 to 5"; gets the focus, so that it is read out. */
function Numbers({ before, after }: { before: number | null; after: number | null }) {
  const title = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => title.current?.focus(), [])
  const { finished, waveNow, change } = words.value
  const both = before !== null && after !== null
  return (
    <h1 class={both ? 'numbers' : 'ask'} tabIndex={-1} ref={title}>
      {both ? (
        <>
          <span aria-hidden="true">{before} → {after}</span>
          <span class="hidden">{change(before, after)}</span>
        </>
      ) : after === null ? finished : waveNow(after)}
    </h1>
  )
}

function Week({ assignment }: { assignment: AssignmentOut }) {
  const mine = home.value
  if (!mine) return null
  return <p>{words.value.week(doneThisWeek(assignment, mine.practices, now.value, mine.person.zone), assignment.times_per_week)}</p>
}

function Onward({ help }: { help: boolean }) {
  const checkIn = useCheckIn()
  if (!help) return <Done checkIn={checkIn} kind="main" />
  return (
    <>
      <ButtonLink wide icon="phone" href="/help">{common.value.help.now}</ButtonLink>
      <div class="ways">
        <ButtonLink kind="soft" wide href="/plan">{common.value.tabs.plan}</ButtonLink>
        <Done checkIn={checkIn} kind="soft" />
      </div>
    </>
  )
}

const Done = ({ checkIn, kind }: { checkIn: string | undefined; kind: 'main' | 'soft' }) => (
  <ButtonLink kind={kind} wide href={checkIn ?? '/skills'}>{checkIn ? words.value.goOnCheckIn : common.value.go.done}</ButtonLink>
)
