import { useState } from 'preact/hooks'
import { useIntention } from '../../data/intend'
import { Refused } from '../../review/Refused'
import { told } from '../../review/told'
import { list } from '../../shared/i18n'
import type { InstrumentIn, InstrumentKept, InstrumentOut } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { Card, Chip } from '../../ui/Card'
import { Field } from '../../ui/Field'
import { here } from '../../ui/here'
import { Notice } from '../../ui/States'
import type { ReadForm } from './readForm'
import { readForm } from './readForm'
import { words } from './words'

interface InstrumentsProps {
  instruments: readonly InstrumentOut[]
  onChange: () => void
}

/** The forms that may be asked here, and the way to load one more. */
export function Instruments({ instruments, onChange }: InstrumentsProps) {
  const said = words.value.forms
  return (
    <>
      <Card labelledBy="forms">
        <h2 id="forms">{said.title}</h2>
        <p class="quiet">{said.lead}</p>
        <ul class="plain lines-list">{instruments.map((each) => <li key={`${each.key} ${each.version}`}><One instrument={each} /></li>)}</ul>
      </Card>
      <Load onChange={onChange} />
    </>
  )
}

function One({ instrument: { title, version, questions, languages, license, source, has_safety, permitted, loaded } }: { instrument: InstrumentOut }) {
  const said = words.value.forms
  const about = [said.version(version), said.questions(questions), list(languages.map((each) => said.languages[each] ?? each), here().language)]
  return (
    <div class="form">
      <strong>{told(title)}</strong> {loaded && <Chip>{said.own}</Chip>}
      <small>{about.filter(Boolean).join(' · ')}</small>
      <small>{said.license}: {license ?? said.unknown} · {said.source}: <Source source={source} /></small>
      {has_safety && <p><small>{permitted ? `${said.safety} ${said.permitted}` : <strong class="attend">{said.safety} {said.notPermitted}</strong>}</small></p>}
    </div>
  )
}

/** A web address is a link; anything else is told as it is. */
function Source({ source }: { source: string | null }) {
  if (!source) return <>{words.value.forms.unknown}</>
  return /^https?:/.test(source) ? <a href={source} target="_blank" rel="noreferrer">{source.replace(/^https?:\/\//, '')}</a> : <>{source}</>
}

function Load({ onChange }: { onChange: () => void }) {
  const [read, setRead] = useState<ReadForm | undefined>()
  const [news, setNews] = useState('')
  const said = words.value.forms
  const choose = (file: File | undefined) => {
    setNews('')
    setRead(undefined)
    if (file) void readForm(file).then(setRead)
  }
  const done = ({ title, version }: InstrumentKept) => {
    setNews(said.loaded(told(title), version))
    setRead(undefined)
    onChange()
  }
  return (
    <Card labelledBy="load">
      <h2 id="load">{said.load}</h2>
      <p class="quiet">{said.loadLead}</p>
      <Field label={said.file} error={read && 'problem' in read ? said[read.problem] : undefined}>
        {(wiring) => <input {...wiring} type="file" accept=".json,application/json,application/fhir+json" onChange={({ currentTarget }) => choose(currentTarget.files?.[0])} />}
      </Field>
      {read && 'questionnaire' in read && <Chosen form={read} onTaken={done} />}
      <p role="status">{news}</p>
    </Card>
  )
}

function Chosen({ form, onTaken }: { form: Extract<ReadForm, { title: unknown }>; onTaken: (kept: InstrumentKept) => void }) {
  const said = words.value
  const load = useIntention<InstrumentIn, InstrumentKept>((id) => `/api/instruments/${id}`, onTaken)
  return (
    <>
      {load.refusal?.kind === 'refused' ? <Faults lines={load.refusal.sentence.split('\n')} /> : <Refused refusal={load.refusal} />}
      <Button disabled={load.saying} onTap={() => load.say({ questionnaire: form.questionnaire })}>{load.saying ? said.saving : said.forms.loadIt(form.title ?? said.forms.untitled)}</Button>
    </>
  )
}

/** What is wrong with a form: the first is said at once, the rest can be read with it. */
function Faults({ lines: [first, ...others] }: { lines: readonly string[] }) {
  const said = words.value.forms
  return (
    <>
      <Notice kind="alert">{first}</Notice>
      {others.length > 0 && (
        <section class="stack" aria-labelledby="faults">
          <h3 id="faults">{said.also}</h3>
          <ul class="faults">{others.map((line) => <li key={line}>{line}</li>)}</ul>
        </section>
      )}
      <p class="quiet">{said.nothing}</p>
    </>
  )
}
