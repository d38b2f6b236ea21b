import { plusDays } from '../sessions/days'
import { Button } from '../ui/Button'
import { Choice } from '../ui/Choice'
import { DateField } from '../ui/DateField'
import { TextField } from '../ui/Field'
import { Notice } from '../ui/States'
import { useForm } from '../ui/useForm'
import { Weekdays } from '../ui/Weekdays'
import { words as common } from '../ui/words'
import type { Part, Written } from './form'
import { MOST_TIMES, wrongIn } from './form'
import { words } from './words'

interface FormProps {
  first: Written
  isNew: boolean
  /** "2026-11-26", where the person is. */
  today: string
  /** It could not be kept on this phone. */
  failed: boolean
  onSave: (written: Written) => void
  onLeave: () => void
}

export function MedicationForm({ first, isNew, today, failed, onSave, onLeave }: FormProps) {
  const { written, wrong, write, form } = useForm(first, wrongIn, onSave)
  const said = words.value.form
  return (
    <form class="gap" {...form}>
      <div data-part="name">
        <TextField label={said.name} hint={said.nameAbout} value={written.name} maxLength={100} autocomplete="off" error={wrong === 'name' ? said.missing.name : undefined} onValue={(name) => write({ name })} />
      </div>
      <TextField label={said.note} hint={said.noteAbout} value={written.note} maxLength={200} autocomplete="off" onValue={(note) => write({ note })} />
      <Times written={written} wrong={wrong} onWrite={write} />
      {!isNew && <p class="quiet">{said.counts}</p>}
      <Days written={written} wrong={wrong} onWrite={write} />
      <Dates written={written} wrong={wrong} onWrite={write} today={today} />
      {failed && <Notice kind="alert">{common.value.state.notSaved}</Notice>}
      <Button type="submit" wide>{said.save}</Button>
      <Button kind="bare" wide onTap={onLeave}>{said.leave}</Button>
    </form>
  )
}

interface PartProps {
  written: Written
  wrong: Part | undefined
  onWrite: (change: Partial<Written>) => void
}

const Missing = ({ part, wrong }: { part: Part; wrong: Part | undefined }) => (
  <span class="problem" role="alert">{part === wrong && words.value.form.missing[part]}</span>
)

function Times({ written: { times }, wrong, onWrite }: PartProps) {
  const said = words.value.form
  const missing = times.indexOf('')
  const at = (n: number, time: string) => onWrite({ times: times.map((each, i) => (i === n ? time : each)) })
  return (
    <fieldset class="walltimes">
      <legend>{said.times}</legend>
      {times.map((time, n) => (
        <div key={n} class="row" data-part={n === missing ? 'times' : undefined}>
          <TextField label={said.time(n + 1)} type="time" value={time} error={wrong === 'times' && n === missing ? said.missing.times : undefined} onValue={(chosen) => at(n, chosen)} />
          {times.length > 1 && <Button kind="bare" icon="close" label={said.dropTime(n + 1)} onTap={() => onWrite({ times: times.filter((_, i) => i !== n) })} />}
        </div>
      ))}
      {times.length < MOST_TIMES && <Button kind="soft" icon="plus" onTap={() => onWrite({ times: [...times, ''] })}>{said.addTime}</Button>}
    </fieldset>
  )
}

function Days({ written: { often, days }, wrong, onWrite }: PartProps) {
  const said = words.value.form
  return (
    <>
      <div class="switch">
        <Choice question={said.often} options={[{ value: 'every', label: said.every }, { value: 'some', label: said.some }]} chosen={often} onChoose={(chosen) => onWrite({ often: chosen })} />
      </div>
      {often === 'some' && (
        <Weekdays legend={said.days} chosen={days} onChoose={(chosen) => onWrite({ days: chosen })}>
          <Missing part="days" wrong={wrong} />
        </Weekdays>
      )}
    </>
  )
}

/** Days that the server takes; `AHEAD` so many from today. */
const [EARLIEST, LATEST, AHEAD] = ['2020-01-01', '2099-12-31', 2 * 365]

function Dates({ written: { first, last, refill, before }, wrong, onWrite, today }: PartProps & { today: string }) {
  const said = words.value.form
  return (
    <>
      <div data-part="first">
        <DateField label={said.first} value={first} min={EARLIEST} max={plusDays(today, AHEAD)} problem={said.noDay} onValue={(day) => onWrite({ first: day })} />
        <Missing part="first" wrong={wrong} />
      </div>
      <div data-part="last">
        <DateField label={said.last} value={last} min={first} max={LATEST} problem={said.noDay} onValue={(day) => onWrite({ last: day })} />
        <Missing part="last" wrong={wrong} />
      </div>
      <div data-part="refill">
        <DateField label={said.refill} value={refill} min={EARLIEST} max={plusDays(today, AHEAD)} problem={said.noDay} onValue={(day) => onWrite({ refill: day })} />
        <Missing part="refill" wrong={wrong} />
      </div>
      {refill && (
        <div data-part="before">
          <TextField label={said.before} inputMode="numeric" value={before} maxLength={2} error={wrong === 'before' ? said.missing.before : undefined} onValue={(days) => onWrite({ before: days })} />
        </div>
      )}
    </>
  )
}
