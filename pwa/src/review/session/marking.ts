/** What is said of who was there: shown at once, sent at once, and shown as not saved until the server has taken it. */
import type { ReadonlySignal } from '@preact/signals'
import { signal } from '@preact/signals'
import { put } from '../../data/api'
import type { Refusal } from '../../data/intend'
import { intention, refusalOf } from '../../data/intend'
import type { First, Mark, MarksIn, MarksKept } from '../../shared/wire'

export interface Said {
  mark: Mark | null
  /** The mark that the server told, or would not write over. */
  seen: Mark | null
  /** The server has not taken it yet. */
  waits: boolean
}

export interface State {
  /** By person. It lies over what was fetched. */
  said: ReadonlyMap<string, Said>
  sending: boolean
  refusal: Refusal | undefined
  /** What somebody else was first to say. */
  first: readonly First[]
}

export interface Marking {
  state: ReadonlySignal<State>
  say: (marks: readonly { person: string; mark: Mark | null; seen: Mark | null }[]) => void
  /** Sends what waits, once more if it has to. */
  flush: () => void
  /** What the server had taken is in what was fetched now. */
  fetched: () => void
  readFirst: () => void
}

const nothing: State = { said: new Map(), sending: false, refusal: undefined, first: [] }

/** Of one session. One write is under way at a time: what is said meanwhile waits for it, and of each person the last thing said. */
export function markingOf(occurrence: string, onKept: () => void, send: typeof put = put): Marking {
  const state = signal<State>(nothing)
  const intend = intention<MarksIn, MarksKept>((id) => `/api/marks/${id}`, send)
  const change = (next: Partial<State>) => void (state.value = { ...state.peek(), ...next })

  const flush = () => {
    const waiting = [...state.peek().said].filter(([, { waits }]) => waits)
    if (state.peek().sending || waiting.length === 0) return
    change({ sending: true })
    const marks = waiting.map(([person, { mark, seen }]) => ({ person, mark, seen }))
    intend({ occurrence, marks }).then(
      ({ first }) => kept(new Map(waiting), first),
      (error: unknown) => failed(new Map(waiting), refusalOf(error)),
    )
  }

  const kept = (sent: ReadonlyMap<string, Said>, first: readonly First[]) => {
    const others = new Map(first.map((each) => [each.person, each.mark]))
    const said = new Map([...state.peek().said].map(([person, now]) => [person, settled(now, sent.get(person), others, person)]))
    change({ said, sending: false, refusal: undefined, first: first.length > 0 ? first : state.peek().first })
    onKept()
    flush()
  }

  /** What the server refuses is not so; what did not reach it is tried again. */
  const failed = (sent: ReadonlyMap<string, Said>, refusal: Refusal) => {
    const { said } = state.peek()
    const left = refusal.kind === 'refused' ? new Map([...said].filter(([person, now]) => sent.get(person) !== now)) : said
    change({ said: left, sending: false, refusal })
    if (refusal.kind === 'refused') flush()
  }

  return {
    state,
    flush,
    say(marks) {
      const said = new Map(state.peek().said)
      for (const { person, mark, seen } of marks) said.set(person, { mark, seen: said.get(person)?.seen ?? seen, waits: true })
      change({ said, refusal: undefined })
      flush()
    },
    fetched() {
      const said = new Map([...state.peek().said].filter(([, { waits }]) => waits))
      if (said.size < state.peek().said.size) change({ said })
    },
    readFirst: () => change({ first: [] }),
  }
}

/** What was said again while it was sent still waits. */
function settled(now: Said, sent: Said | undefined, others: ReadonlyMap<string, Mark | null>, person: string): Said {
  if (sent === undefined) return now
  const told = others.has(person) ? (others.get(person) ?? null) : sent.mark
  return now === sent ? { mark: told, seen: told, waits: false } : { ...now, seen: told }
}
