import { useState } from 'preact/hooks'
import { useIntention } from '../data/intend'
import type { AssignmentEnded, AssignmentOut, Kept, Overview } from '../shared/wire'
import { Button } from '../ui/Button'
import { Card } from '../ui/Card'
import { Sheet } from '../ui/Sheet'
import { Give } from './Give'
import { Refused } from './Refused'
import { words } from './words'

interface ExercisesProps {
  overview: Overview
  onChange: () => void
}

/** What was given to somebody, and how often they did it this week. */
export function Exercises({ overview: { person, assignments, exercises }, onChange }: ExercisesProps) {
  const [giving, setGiving] = useState(false)
  const [ending, setEnding] = useState<AssignmentOut | undefined>()
  const [news, setNews] = useState('')
  const said = words.value.exercises
  const titleOf = (key: string) => exercises.find((each) => each.key === key)?.title ?? key
  const name = person.called ?? person.name
  const done = (sentence: string) => {
    setNews(sentence)
    setGiving(false)
    setEnding(undefined)
    onChange()
  }
  return (
    <Card labelledBy="exercises">
      <h2 id="exercises">{said.title}</h2>
      {assignments.length === 0 && <p class="quiet">{said.none}</p>}
      <ul class="plain stack">
        {assignments.map((each) => (
          <li key={each.id} class="row between">
            <span class="grow"><strong>{titleOf(each.exercise)}</strong><br /><small>{said.times(each.times_per_week)}, {said.done(each.done_this_week)}{each.note && <><br />“{each.note}”</>}</small></span>
            <Button kind="bare" label={said.endNamed(titleOf(each.exercise))} onTap={() => setEnding(each)}>{said.end}</Button>
          </li>
        ))}
      </ul>
      <Button kind="soft" icon="plus" onTap={() => setGiving(true)}>{said.give}</Button>
      <p role="status">{news}</p>
      <Sheet open={giving} onClose={() => setGiving(false)} title={said.sheet(name)}>
        <Give person={person.id} name={name} exercises={exercises} onGiven={(key) => done(said.given(titleOf(key)))} />
      </Sheet>
      <Sheet open={ending !== undefined} onClose={() => setEnding(undefined)} title={said.endTitle}>
        {ending && <End assignment={ending} lead={said.endLead(titleOf(ending.exercise), name)} onKeep={() => setEnding(undefined)} onEnded={() => done(said.ended(titleOf(ending.exercise)))} />}
      </Sheet>
    </Card>
  )
}

function End({ assignment, lead, onKeep, onEnded }: { assignment: AssignmentOut; lead: string; onKeep: () => void; onEnded: () => void }) {
  const { endIt, keepIt } = words.value.exercises
  const end = useIntention<AssignmentEnded, Kept>(() => `/api/assignments/${assignment.id}/ended`, onEnded)
  return (
    <>
      <p>{lead}</p>
      <Refused refusal={end.refusal} />
      <div class="row">
        <Button onTap={() => end.say({})}>{endIt}</Button>
        <Button kind="soft" onTap={onKeep}>{keepIt}</Button>
      </div>
    </>
  )
}
