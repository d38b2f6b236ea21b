import { useLocation } from 'preact-iso'
import { useState } from 'preact/hooks'
import type { Fetched } from '../data/fetched'
import { useFetched } from '../data/fetched'
import { useIntention } from '../data/intend'
import { Loaded } from '../review/Loaded'
import { Refused, saidOf } from '../review/Refused'
import type { CaseloadOut, InviteIn, InviteMade, Language } from '../shared/wire'
import { Button } from '../ui/Button'
import { Choice } from '../ui/Choice'
import { Field, TextField } from '../ui/Field'
import { PageHead } from '../ui/PageHead'
import { Made } from './Made'
import './invite.css'
import { words } from './words'

/** A link for somebody new, or, with `?person=`, another one for somebody there is. */
export function Invite() {
  const { person } = useLocation().query
  const caseload = useFetched<CaseloadOut>('/api/caseload')
  return person ? <Again key={person} person={person} caseload={caseload} /> : <New caseload={caseload} />
}

const pathOf = (id: string) => `/api/invites/${id}`

interface Written {
  name: string
  group: string
  language: Language
}

const blank: Written = { name: '', group: '', language: 'en' }

function New({ caseload }: { caseload: Fetched<CaseloadOut> }) {
  const { title, lead } = words.value.invite
  // Here, not in the form: what was typed stays when the form goes for a while.
  const [written, setWritten] = useState(blank)
  const [made, setMade] = useState<{ invite: InviteMade; name: string } | undefined>()
  const invite = useIntention<InviteIn, InviteMade>(pathOf, (kept, { name }) => setMade({ invite: kept, name: name ?? '' }))
  const again = () => {
    setMade(undefined)
    setWritten(blank)
  }
  if (made) return <Made invite={made.invite} name={made.name} onAnother={again} />
  return (
    <>
      <PageHead title={title} back="/people" />
      <p>{lead}</p>
      <Loaded fetched={caseload}>
        {({ groups }) => <Form written={written} onWrite={setWritten} groups={groups} invite={invite} />}
      </Loaded>
    </>
  )
}

interface FormProps {
  written: Written
  onWrite: (written: Written) => void
  groups: CaseloadOut['groups']
  invite: ReturnType<typeof useIntention<InviteIn, InviteMade>>
}

const NAME = 80
const fields = ['name', 'group', 'language']

function Form({ written, onWrite, groups, invite: { say, refusal } }: FormProps) {
  const { name, nameHint, noName, group, groupHint, noGroup, language, languages, make } = words.value.invite
  const [tried, setTried] = useState(false)
  const send = (event: Event) => {
    event.preventDefault()
    setTried(true)
    const called = written.name.trim()
    if (called) say({ person: null, name: called, group: written.group || null, language: written.language })
    else document.querySelector<HTMLInputElement>('input[name="name"]')?.focus()
  }
  return (
    <form class="gap" onSubmit={send} noValidate>
      <TextField label={name} hint={nameHint} name="name" autocomplete="off" maxLength={NAME} value={written.name} onValue={(value) => onWrite({ ...written, name: value })} error={tried && !written.name.trim() ? noName : saidOf(refusal, 'name')} />
      <Field label={group} hint={groupHint} error={saidOf(refusal, 'group')}>
        {(wiring) => (
          <select {...wiring} value={written.group} onChange={({ currentTarget }) => onWrite({ ...written, group: currentTarget.value })}>
            <option value="">{noGroup}</option>
            {groups.map((each) => <option key={each.id} value={each.id}>{each.name}</option>)}
          </select>
        )}
      </Field>
      <Choice question={language} options={[{ value: 'en', label: languages.en }, { value: 'es', label: languages.es }]} chosen={written.language} onChoose={(value) => onWrite({ ...written, language: value })} />
      <Refused refusal={refusal} fields={fields} />
      <div><Button type="submit">{make}</Button></div>
    </form>
  )
}

/** The name comes from the caseload: who is not in it is not in the viewer's care. */
function Again({ person, caseload }: { person: string; caseload: Fetched<CaseloadOut> }) {
  const [made, setMade] = useState<InviteMade | undefined>()
  const invite = useIntention<InviteIn, InviteMade>(pathOf, setMade)
  const { title, lead, make } = words.value.relink
  const name = caseload.body?.people.find(({ id }) => id === person)?.name ?? ''
  if (made) return <Made invite={made} name={name} />
  return (
    <>
      <PageHead title={title} back={`/people/${person}`} />
      <Loaded fetched={caseload}>
        {() => (
          <>
            <p>{lead(name)}</p>
            <Refused refusal={invite.refusal} />
            <div><Button onTap={() => invite.say({ person, name: null, group: null, language: null })}>{make}</Button></div>
          </>
        )}
      </Loaded>
    </>
  )
}
