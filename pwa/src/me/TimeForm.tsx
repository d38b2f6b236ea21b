import type { RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { pending } from '../data/pending'
import { sayOwnTime } from '../data/say'
import { dayInText } from '../shared/i18n'
import { firstMoved } from '../shared/rhythm'
import type { CheckInOut, RhythmOut } from '../shared/wire'
import { Button } from '../ui/Button'
import { TextField } from '../ui/Field'
import { now } from '../ui/now'
import { language, words as common } from '../ui/words'
import { place } from './place'
import { clockOf, isOpen } from './asked'
import { words } from './words'

interface TimeFormProps {
  line: RhythmOut
  checkIns: readonly CheckInOut[]
}

/** `from`: in words, from when on what was saved counts. */
type Outcome = { end: 'saved'; from: string } | { end: 'failed' } | undefined

/** Another time of day for one line, or the one it has without that again; it counts on this phone at once. */
export function TimeForm({ line, checkIns }: TimeFormProps) {
  const [editing, setEditing] = useState(false)
  const [outcome, setOutcome] = useState<Outcome>()
  const ways = useRef<HTMLDivElement>(null)
  useFocusWithin(ways, [editing, line.own])
  const choose = (wallTime: string | null) => {
    const from = fromWords(line, checkIns, wallTime ?? line.usual)
    sayOwnTime({ slot: line.slot, wall_time: wallTime }, new Date()).then(() => {
      setOutcome({ end: 'saved', from })
      setEditing(false)
    }, () => setOutcome({ end: 'failed' }))
  }
  const edit = () => {
    setOutcome(undefined)
    setEditing(true)
  }
  return (
    <>
      <div ref={ways}>
        {editing ? <Editing time={line.wall_time} onChoose={choose} onLeave={() => setEditing(false)} /> : <Ways line={line} onEdit={edit} onChoose={choose} />}
      </div>
      <p role="status" class="outcome">{outcome && outcomeWords(outcome)}</p>
    </>
  )
}

/** What was tapped has gone, and the focus with it: it goes to what stands there now. */
function useFocusWithin(host: RefObject<HTMLElement | null>, inputs: readonly unknown[]): void {
  const first = useRef(true)
  useLayoutEffect(() => {
    if (!first.current) host.current?.querySelector<HTMLElement>('input, button')?.focus()
    first.current = false
  }, [...inputs])
}

function outcomeWords(outcome: NonNullable<Outcome>): string {
  const { saved, sent, notSaved } = common.value.state
  if (outcome.end === 'failed') return notSaved
  return `${pending.value.waiting === 0 ? sent : saved} ${outcome.from}`
}

/** "It counts from tomorrow on. The one that is open now stays open, at least as long as before." */
function fromWords(line: RhythmOut, checkIns: readonly CheckInOut[], to: string): string {
  const { from, fromNext, open } = words.value.rhythm
  const first = firstMoved(checkIns, line, to, now.value)
  const day = first ? from(dayInText(first.opens_at, now.value, place())) : fromNext
  return isOpen(line.slot, checkIns, now.value) ? `${day} ${open}` : day
}

interface WaysProps {
  line: RhythmOut
  onEdit: () => void
  onChoose: (wallTime: null) => void
}

function Ways({ line, onEdit, onChoose }: WaysProps) {
  const { change, changeOf, back, backToCounselors } = words.value.rhythm
  const backTo = line.by_counselor ? backToCounselors : back
  return (
    <div class="row">
      <Button kind="soft" icon="clock" label={changeOf(line.title[language.value])} onTap={onEdit}>{change}</Button>
      {line.own && <Button kind="bare" onTap={() => onChoose(null)}>{backTo(clockOf(line.usual, language.value))}</Button>}
    </div>
  )
}

interface EditingProps {
  time: string
  onChoose: (wallTime: string) => void
  onLeave: () => void
}

function Editing({ time, onChoose, onLeave }: EditingProps) {
  const [typed, setTyped] = useState(time)
  const [isEmpty, setEmpty] = useState(false)
  const { label, save, leave, empty } = words.value.rhythm
  const submit = (event: Event) => {
    event.preventDefault()
    setEmpty(!typed)
    if (typed) onChoose(typed)
  }
  return (
    <form class="gap" onSubmit={submit} noValidate>
      <TextField label={label} type="time" value={typed} onValue={setTyped} error={isEmpty ? empty : undefined} />
      <div class="row">
        <Button type="submit" kind="soft">{save}</Button>
        <Button kind="bare" onTap={onLeave}>{leave}</Button>
      </div>
    </form>
  )
}
