import { cityOf } from '../../me/zones'
import { localDate } from '../../shared/i18n'
import type { CommitmentKind } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { Choice } from '../../ui/Choice'
import { DateField } from '../../ui/DateField'
import { TextField } from '../../ui/Field'
import { now } from '../../ui/now'
import { Notice } from '../../ui/States'
import { useForm } from '../../ui/useForm'
import { Weekdays } from '../../ui/Weekdays'
import { words as common } from '../../ui/words'
import { plusDays } from '../days'
import { ownNames } from '../ownNames'
import type { Part, Written } from './form'
import { wrongIn } from './form'
import { words } from './words'

interface FormProps {
  first: Written
  /** The person's own zone. */
  here: string
  /** It could not be kept on this phone. */
  failed: boolean
  onSave: (written: Written) => void
  onLeave: () => void
}

export function CommitmentForm({ first, here, failed, onSave, onLeave }: FormProps) {
  const { written, wrong, write, form } = useForm(first, wrongIn, onSave)
  const said = words.value.form
  return (
    <form class="gap" {...form}>
      <What written={written} wrong={wrong} onWrite={write} />
      <When written={written} wrong={wrong} onWrite={write} />
      {written.zone !== here && <p class="quiet">{said.zone(cityOf(written.zone))}</p>}
      <Choice
        question={said.who}
        options={[{ value: 'me', label: said.me, hint: said.meAbout }, { value: 'counselor', label: said.counselor, hint: said.counselorAbout }]}
        chosen={written.shared ? 'counselor' : 'me'}
        onChoose={(who) => write({ shared: who === 'counselor' })}
      />
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

function What({ written: { kind, title }, wrong, onWrite }: PartProps) {
  const said = words.value.form
  const names = ownNames.value.kinds
  const options = (Object.keys(names) as CommitmentKind[]).map((value) => ({ value, label: names[value] }))
  return (
    <>
      <div class="reasons" data-part="kind">
        <Choice question={said.kind} options={options} chosen={kind} onChoose={(chosen) => onWrite({ kind: chosen })} />
        <Missing part="kind" wrong={wrong} />
      </div>
      <TextField label={said.name} hint={said.nameAbout} value={title} maxLength={100} autocomplete="off" onValue={(text) => onWrite({ title: text })} />
    </>
  )
}

/** Days that the server takes as a first one, before and after today. */
const [BACK, AHEAD] = [5 * 365, 2 * 365]
const LATEST = '2099-12-31'

const today = (): string => localDate(now.value, 'UTC')

function When(props: PartProps) {
  const { written: { often, first, from, to, last }, wrong, onWrite } = props
  const said = words.value.form
  return (
    <>
      <div class="switch">
        <Choice question={said.often} options={[{ value: 'weekly', label: said.weekly }, { value: 'once', label: said.once }]} chosen={often} onChoose={(chosen) => onWrite({ often: chosen })} />
      </div>
      {often === 'weekly' && <Days {...props} />}
      <div data-part="times">
        <div class="pair">
          <TextField label={said.begins} type="time" value={from} onValue={(time) => onWrite({ from: time })} />
          <TextField label={said.ends} type="time" value={to} onValue={(time) => onWrite({ to: time })} />
        </div>
        {from && to && to <= from && <small>{said.nextDay}</small>}
        <Missing part="times" wrong={wrong} />
      </div>
      <div data-part="first">
        <DateField label={often === 'once' ? said.day : said.first} value={first} min={plusDays(today(), -BACK)} max={plusDays(today(), AHEAD)} problem={said.noDay} onValue={(day) => onWrite({ first: day })} />
        <Missing part="first" wrong={wrong} />
      </div>
      {often === 'weekly' && (
        <div data-part="last">
          <DateField label={said.last} value={last} min={first} max={LATEST} problem={said.noDay} onValue={(day) => onWrite({ last: day })} />
          <Missing part="last" wrong={wrong} />
        </div>
      )}
    </>
  )
}

const Days = ({ written: { days }, wrong, onWrite }: PartProps) => (
  <Weekdays legend={words.value.form.days} chosen={days} onChoose={(chosen) => onWrite({ days: chosen })}>
    <Missing part="days" wrong={wrong} />
  </Weekdays>
)
