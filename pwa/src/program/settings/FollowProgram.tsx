import { useId } from 'preact/hooks'
import { useIntention } from '../../data/intend'
import { Refused } from '../../review/Refused'
import { told } from '../../review/told'
import type { FollowIn, Kept, ScheduleLine } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { here } from '../../ui/here'
import type { OwnRowProps } from './OwnScheduleForm'
import { scheduleSaid } from './said'
import { words } from './words'

/** The way back: what the program asks in this slot, and to ask it of this person too. */
export function FollowProgram({ row, person, name, phase, onTaken }: OwnRowProps) {
  const id = useId()
  const follow = useIntention<FollowIn, Kept>((change) => `/api/followed-schedules/${change}`, onTaken)
  const said = words.value.own
  return (
    <section class="stack follow" aria-labelledby={id}>
      <h3 id={id}>{said.programs}</h3>
      <p>{programSaid(row.instead_of, name)} {row.own_time && said.ownTimeStays(name)}</p>
      <p class="quiet">{said.settled}</p>
      <Refused refusal={follow.refusal} />
      <Button kind="soft" disabled={follow.saying} onTap={() => follow.say({ person, phase, slot: row.slot })}>{said.follow}</Button>
    </section>
  )
}

/** "Daily check-in: Every day, at 8:00 pm, open for 6 hours." */
function programSaid(line: ScheduleLine | null, name: string): string {
  const { programOff } = words.value.own
  return !line || line.is_off ? programOff(name) : `${told(line.title)}: ${scheduleSaid(line, words.value, here().language)}`
}
