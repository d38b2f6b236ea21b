import { doneThisWeek } from '../shared/practiced'
import type { AssignmentOut, Home } from '../shared/wire'
import { Item } from '../ui/Card'
import { now } from '../ui/now'
import { words } from './words'

/** The exercises that the counselor gave for these weeks. */
export const Given = ({ body }: { body: Home }) => (
  <>{body.assignments.map((given) => <One key={given.id} given={given} body={body} />)}</>
)

function One({ given, body }: { given: AssignmentOut; body: Home }) {
  const exercise = body.exercises.find(({ key }) => key === given.exercise)
  if (!exercise) return null
  const { minutes, from, fromTeam } = words.value.given
  const { counselor } = body.reading
  const done = doneThisWeek(given, body.practices, now.value, body.person.zone)
  const progress = counselor ? from(counselor, done, given.times_per_week) : fromTeam(done, given.times_per_week)
  return (
    <Item
      icon="wave"
      title={exercise.title}
      about={<>{minutes(exercise.minutes)} {progress}{given.note && <><br />“{given.note}”</>}</>}
      href={`/skills/${encodeURIComponent(exercise.key)}`}
    />
  )
}
