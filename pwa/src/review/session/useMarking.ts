import { useEffect, useMemo, useState } from 'preact/hooks'
import type { Fetched } from '../../data/fetched'
import { onReturn } from '../../data/fetched'
import type { Mark, SessionOut } from '../../shared/wire'
import { markingOf } from './marking'
import type { Shown } from './marks'
import { everybody, saysHere, shownOf } from './marks'
import { words } from './words'

/** What was done last, while it can be taken back with one tap. */
interface Done {
  sentence: string
  before?: readonly { person: string; mark: Mark | null }[]
}

const UNDO_SHOWN = 30_000

export function useMarking(session: SessionOut, { at, reload }: Fetched<SessionOut>) {
  const marking = useMemo(() => markingOf(session.occurrence.id, reload), [session.occurrence.id, reload])
  const [done, setDone] = useState<Done | undefined>()
  const { said, sending, refusal, first } = marking.state.value
  const people = shownOf(session.people, said)
  useEffect(() => marking.fetched(), [at])
  useEffect(() => onReturn(marking.flush), [marking])
  useEffect(() => warnWhile(people.some(({ waits }) => waits)), [said])
  useEffect(() => {
    const timer = setTimeout(() => setDone(undefined), UNDO_SHOWN)
    return () => clearTimeout(timer)
  }, [done])

  const toldOf = (id: string) => session.people.find(({ person }) => person === id)?.mark ?? null
  const say = (marks: readonly { person: string; mark: Mark | null }[]) => marking.say(marks.map((each) => ({ ...each, seen: toldOf(each.person) })))
  const mark = (who: readonly Shown[], next: Mark | null, sentence: string) => {
    if (who.length === 0) return
    setDone({ sentence, before: who.map(({ person, mark: before }) => ({ person, mark: before })) })
    say(who.map(({ person }) => ({ person, mark: next })))
  }
  const { done: one, doneMany, marks, none, undone } = words.value
  return {
    people,
    done,
    sending,
    refusal,
    first,
    mark: (who: Shown, next: Mark | null) => who.mark !== next && mark([who], next, one(who.name, next ? marks[next] : none)),
    /** For good: where the session was cancelled nothing can be marked again. */
    takeBack: ({ person }: Shown) => {
      setDone({ sentence: undone })
      say([{ person, mark: null }])
    },
    everybody: () => mark(everybody(people), 'attended', doneMany(everybody(people).length)),
    saysHere: () => mark(saysHere(people), 'attended', doneMany(saysHere(people).length)),
    undo: () => {
      if (done?.before) say(done.before)
      setDone({ sentence: undone })
    },
    retry: marking.flush,
    readFirst: marking.readFirst,
  }
}

export type Marks = ReturnType<typeof useMarking>

/** Whoever closes the page is asked first while something is not saved. */
function warnWhile(waits: boolean): (() => void) | undefined {
  if (!waits) return undefined
  const ask = (event: BeforeUnloadEvent) => event.preventDefault()
  addEventListener('beforeunload', ask)
  return () => removeEventListener('beforeunload', ask)
}
