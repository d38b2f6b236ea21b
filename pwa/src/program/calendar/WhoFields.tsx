import type { SessionKind } from '../../shared/wire'
import { Card } from '../../ui/Card'
import { Field, TextField } from '../../ui/Field'
import { whoseSaid } from './said'
import { forWhom } from './series'
import type { PartProps } from './SeriesForm'
import { words } from './words'

/** A group has no individual session, and one person no group's. */
const kindsFor = (whose: string): readonly SessionKind[] => (whose.startsWith('person:') ? ['individual', 'family'] : ['group', 'family'])

/** The kind stays where it can. */
export const kindFor = (whose: string, kind: SessionKind): SessionKind => (kindsFor(whose).includes(kind) ? kind : (kindsFor(whose)[0] ?? kind))

/** For whom it is, what it is called, who leads it. */
export function WhoFields({ calendar, written, errorAt, onWrite, isNew }: PartProps & { isNew: boolean }) {
  const { form } = words.value
  const { facilitator, kind, title } = written
  return (
    <Card labelledBy="who">
      <h2 id="who">{form.who}</h2>
      {!isNew && <p><strong>{whoseSaid(forWhom(written.whose), calendar)}</strong></p>}
      {isNew && <Whose calendar={calendar} whose={written.whose} error={errorAt('whose', written.whose.startsWith('person') ? 'person' : 'group')} onChoose={(whose) => onWrite({ whose, kind: kindFor(whose, kind) })} />}
      <TextField label={form.name} hint={form.nameHint} maxLength={200} autocomplete="off" value={title} onValue={(next) => onWrite({ title: next })} error={errorAt('title', 'title')} />
      <div class="times">
        <Kind whose={written.whose} kind={kind} error={errorAt(undefined, 'kind')} onKind={(next) => onWrite({ kind: next })} />
        <Facilitator calendar={calendar} chosen={facilitator} error={errorAt(undefined, 'facilitator')} onChoose={(next) => onWrite({ facilitator: next })} />
      </div>
    </Card>
  )
}

interface KindProps {
  whose: string
  kind: SessionKind
  error?: string | undefined
  onKind: (kind: SessionKind) => void
}

export function Kind({ whose, kind, error, onKind }: KindProps) {
  const { form, kinds } = words.value
  return (
    <Field label={form.kind} error={error}>
      {(wiring) => (
        <select {...wiring} value={kind} onChange={({ currentTarget }) => onKind(currentTarget.value as SessionKind)}>
          {kindsFor(whose).map((each) => <option key={each} value={each}>{kinds[each]}</option>)}
        </select>
      )}
    </Field>
  )
}

interface FacilitatorProps extends Pick<PartProps, 'calendar'> {
  chosen: string
  error?: string | undefined
  onChoose: (id: string) => void
}

export function Facilitator({ calendar: { staff }, chosen, error, onChoose }: FacilitatorProps) {
  const { form } = words.value
  return (
    <Field label={form.facilitator} hint={form.facilitatorHint} error={error}>
      {(wiring) => (
        <select {...wiring} value={chosen} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
          <option value="">{form.nobody}</option>
          {staff.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
        </select>
      )}
    </Field>
  )
}

interface WhoseProps extends Pick<PartProps, 'calendar'> {
  whose: string
  error: string | undefined
  onChoose: (whose: string) => void
}

/** A group, or one person in the viewer's care. */
export function Whose({ calendar: { groups, people }, whose, error, onChoose }: WhoseProps) {
  const { form, choose } = words.value
  return (
    <Field label={form.whose} error={error}>
      {(wiring) => (
        <select {...wiring} value={whose} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
          <option value="">{choose}</option>
          {groups.length > 0 && <optgroup label={form.groups}>{groups.map(({ id, name }) => <option key={id} value={`group:${id}`}>{name}</option>)}</optgroup>}
          {people.length > 0 && <optgroup label={form.people}>{people.map(({ id, name }) => <option key={id} value={`person:${id}`}>{name}</option>)}</optgroup>}
        </select>
      )}
    </Field>
  )
}
