import { useMemo, useRef, useState } from 'preact/hooks'
import { v7 as uuid } from 'uuid'
import { useIntention } from '../../data/intend'
import { Refused, saidOf } from '../../review/Refused'
import type { GroupIn, GroupWithMembers, Kept, StaffCalendar } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { Field, TextField } from '../../ui/Field'
import { blank, groupOf, isWrong, writtenOf } from './members'
import { Members } from './Members'
import { todayIn } from './useCalendar'
import { useFirstWrong } from '../../ui/useFirstWrong'
import { words } from './words'

interface GroupProps {
  calendar: StaffCalendar
  /** Without one it is a new group. */
  group: GroupWithMembers | undefined
  onDone: (name: string) => void
}

/** What a group is called, who leads it, who is in it. */
export function GroupForm({ calendar, group, onDone }: GroupProps) {
  const id = useMemo(() => group?.id ?? uuid(), [])
  const [written, setWritten] = useState(() => (group ? writtenOf(group, todayIn(calendar.zone)) : blank))
  const [tried, setTried] = useState(0)
  const form = useRef<HTMLFormElement>(null)
  const { groups: said, ...common } = words.value
  const save = useIntention<GroupIn, Kept>(() => `/api/groups/${id}`, (_kept, { name }) => onDone(name))
  useFirstWrong(form, tried)
  const send = (event: Event) => {
    event.preventDefault()
    setTried(tried + 1)
    if (!isWrong(written)) save.say({ ...groupOf(written), changed_by: uuid() })
  }
  return (
    <form class="stack" ref={form} onSubmit={send} noValidate>
      <TextField label={said.name} maxLength={100} autocomplete="off" value={written.name} onValue={(name) => setWritten({ ...written, name })} error={tried > 0 && !written.name.trim() ? said.noName : saidOf(save.refusal, 'name')} />
      <Field label={said.leadField} error={saidOf(save.refusal, 'lead')}>
        {(wiring) => (
          <select {...wiring} value={written.lead} onChange={({ currentTarget }) => setWritten({ ...written, lead: currentTarget.value })}>
            <option value="">{common.form.nobody}</option>
            {calendar.staff.map(({ id: staff, name }) => <option key={staff} value={staff}>{name}</option>)}
          </select>
        )}
      </Field>
      <Members calendar={calendar} members={written.members} others={group?.others ?? 0} tried={tried > 0} onMembers={(members) => setWritten({ ...written, members })} />
      <Refused refusal={save.refusal} fields={['name', 'lead']} />
      <Button type="submit" disabled={save.saying}>{save.saying ? common.saving : common.save}</Button>
    </form>
  )
}
