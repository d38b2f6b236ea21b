import { useState } from 'preact/hooks'
import { useFetched } from '../../data/fetched'
import { useIntention } from '../../data/intend'
import { Loaded } from '../../review/Loaded'
import { Refused } from '../../review/Refused'
import { words as review } from '../../review/words'
import type { InstrumentOut, Kept, Phase, ScheduleIn, ScheduleRow, SettingsOut } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { Choice } from '../../ui/Choice'
import { fields, ScheduleFields } from './ScheduleFields'
import { words } from './words'
import { lineOf, pathOfSchedule, wrongIn, writtenOf } from './written'

export interface OwnRowProps {
  row: ScheduleRow
  person: string
  name: string
  phase: Phase
  onTaken: () => void
}

/** What is asked in one slot, set for one person alone. */
export function OwnScheduleForm(props: OwnRowProps) {
  const settings = useFetched<SettingsOut>('/api/settings')
  return <Loaded fetched={settings}>{({ instruments }) => <Form instruments={instruments} {...props} />}</Loaded>
}

function Form({ instruments, row, person, name, phase, onTaken }: OwnRowProps & { instruments: readonly InstrumentOut[] }) {
  const [written, setWritten] = useState(() => writtenOf(row))
  const [off, setOff] = useState(row.is_off)
  const [tried, setTried] = useState(false)
  const save = useIntention<ScheduleIn, Kept>(pathOfSchedule, onTaken)
  const { own, schedules, ...said } = words.value
  const send = (event: Event) => {
    event.preventDefault()
    setTried(true)
    // Who is not asked keeps what there was, for when they are again: what stands in fields that are hidden is not checked.
    if (off || !wrongIn(written)) save.say({ person, phase, slot: row.slot, ...lineOf(off ? writtenOf(row) : written), is_off: off })
  }
  return (
    <form class="stack" onSubmit={send} noValidate>
      <p>{own.lead(name)}</p>
      <Choice question={schedules.asked} options={[{ value: 'on', label: answerOf(false) }, { value: 'off', label: answerOf(true) }]} chosen={off ? 'off' : 'on'} onChoose={(chosen) => setOff(chosen === 'off')} />
      {!off && <ScheduleFields instruments={instruments} written={written} tried={tried} refusal={save.refusal} timeHint={row.own_time ? own.ownTimeStays(name) : undefined} onWrite={setWritten} />}
      <Refused refusal={save.refusal} fields={off ? [] : fields} />
      <Button type="submit" disabled={save.saying}>{save.saying ? said.saving : said.save}</Button>
    </form>
  )
}

const answerOf = (off: boolean): string => (off ? review.value.answer.no : review.value.answer.yes)
