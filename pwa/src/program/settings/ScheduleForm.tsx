import { useState } from 'preact/hooks'
import { useIntention } from '../../data/intend'
import { Refused } from '../../review/Refused'
import type { Kept, Phase, ScheduleIn, ScheduleOut, SettingsOut } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { slotOf } from './rhythm'
import { fields, ScheduleFields } from './ScheduleFields'
import { words } from './words'
import { blank, lineOf, pathOfSchedule, wrongIn, writtenOf } from './written'

interface FormProps {
  settings: SettingsOut
  phase: Phase
  /** Without one it is a new line of the phase. */
  schedule: ScheduleOut | undefined
  onTaken: (said: ScheduleIn) => void
}

/** A line of a phase, for the whole program. */
export function ScheduleForm({ settings, phase, schedule, onTaken }: FormProps) {
  const [written, setWritten] = useState(() => (schedule ? writtenOf(schedule) : blank))
  const [tried, setTried] = useState(false)
  const save = useIntention<ScheduleIn, Kept>(pathOfSchedule, (_kept, body) => onTaken(body))
  const said = words.value
  const send = (event: Event) => {
    event.preventDefault()
    setTried(true)
    if (wrongIn(written)) return
    const taken = settings.schedules.filter((each) => each.phase === phase).map(({ slot }) => slot)
    save.say({ person: null, phase, slot: schedule?.slot ?? slotOf(written.instrument, taken), ...lineOf(written), is_off: schedule?.is_off ?? false })
  }
  return (
    <form class="stack" onSubmit={send} noValidate>
      <ScheduleFields instruments={settings.instruments} written={written} tried={tried} refusal={save.refusal} onWrite={setWritten} />
      <Refused refusal={save.refusal} fields={fields} />
      <Button type="submit" disabled={save.saying}>{save.saying ? said.saving : said.save}</Button>
    </form>
  )
}
