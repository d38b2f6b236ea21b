import { number } from '../shared/i18n'
import type { Attended, Home } from '../shared/wire'
import { Card } from '../ui/Card'
import { language } from '../ui/words'
import { words } from './words'

/** How it stands with the program's rule, in kind words. Nothing before anything was marked. */
export function Attendance({ body }: { body: Home }) {
  // A home that an older version of the app kept has none.
  const attended = (body as Partial<Home>).attended
  if (!attended || attended.held === 0) return null
  const { title, came, excused } = words.value.attendance
  const say = (n: number) => number(n, language.value)
  return (
    <Card labelledBy="attendance">
      <h2 id="attendance">{title}</h2>
      <p>{came(say(attended.attended), say(attended.held))}</p>
      {attended.missed > 0 && <Missed attended={attended} counselor={body.reading.counselor} />}
      <p class="quiet">{excused}</p>
    </Card>
  )
}

function Missed({ attended, counselor }: { attended: Attended; counselor: string | null }) {
  const { missed, rule, close, team } = words.value.attendance
  return (
    <>
      <p>{missed(attended.missed)} {rule(attended.allowed_in_row, attended.allowed)}</p>
      {isClose(attended) && <p>{close(counselor ?? team)}</p>}
    </>
  )
}

/** One more would reach what the program allows. */
export const isClose = ({ missed, missed_in_row, allowed, allowed_in_row }: Attended): boolean =>
  missed + 1 >= allowed || missed_in_row + 1 >= allowed_in_row
