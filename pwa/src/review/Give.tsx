import { useState } from 'preact/hooks'
import { useIntention } from '../data/intend'
import type { AssignmentIn, ExerciseName, Kept } from '../shared/wire'
import { Button } from '../ui/Button'
import { Field, TextField } from '../ui/Field'
import { Refused, saidOf } from './Refused'
import { words } from './words'

interface GiveProps {
  person: string
  name: string
  exercises: readonly ExerciseName[]
  onGiven: (exercise: string) => void
}

const fields = ['exercise', 'times_per_week', 'note']
const NOTE = 500
const MOST = 21

/** Gives somebody an exercise. */
export function Give({ person, name, exercises, onGiven }: GiveProps) {
  const [exercise, setExercise] = useState('')
  const [often, setOften] = useState('3')
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const give = useIntention<AssignmentIn, Kept>((id) => `/api/assignments/${id}`, (_kept, { exercise: given }) => onGiven(given))
  const said = words.value.exercises
  const times = /^\d+$/.test(often.trim()) ? Number(often) : 0
  const isRight = exercise !== '' && times >= 1 && times <= MOST
  const send = (event: Event) => {
    event.preventDefault()
    setTried(true)
    if (isRight) give.say({ person, exercise, times_per_week: times, note: note.trim() || null })
  }
  return (
    <form class="stack" onSubmit={send} noValidate>
      <Field label={said.which} error={tried && !exercise ? said.chooseFirst : saidOf(give.refusal, 'exercise')}>
        {(wiring) => (
          <select {...wiring} value={exercise} onChange={({ currentTarget }) => setExercise(currentTarget.value)}>
            <option value="">{said.choose}</option>
            {exercises.map(({ key, title }) => <option key={key} value={key}>{title}</option>)}
          </select>
        )}
      </Field>
      <TextField label={said.often} hint={said.oftenHint} inputMode="numeric" value={often} onValue={setOften} error={tried && (times < 1 || times > MOST) ? said.oftenWrong : saidOf(give.refusal, 'times_per_week')} />
      <TextField label={said.note} hint={said.noteHint(name)} long maxLength={NOTE} value={note} onValue={setNote} error={saidOf(give.refusal, 'note')} />
      <Refused refusal={give.refusal} fields={fields} />
      <Button type="submit">{said.send(name)}</Button>
    </form>
  )
}
