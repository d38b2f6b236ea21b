import { useEffect, useRef, useState } from 'preact/hooks'
import { useIntention } from '../../data/intend'
import { Desk, Work } from '../../review/Desk'
import { Trouble } from '../../review/Loaded'
import { Refused } from '../../review/Refused'
import type { CalendarIn, Imported, Preview, StaffCalendar } from '../../shared/wire'
import { Button, ButtonLink } from '../../ui/Button'
import { Card } from '../../ui/Card'
import { Field } from '../../ui/Field'
import { PageHead } from '../../ui/PageHead'
import { Chosen } from './ImportChosen'
import type { ReadFile } from './importing'
import { readCalendar } from './importing'
import { useAhead } from './useCalendar'
import { words } from './words'

/** A calendar file as series: first what would be made, then that. */
export function Import() {
  const fetched = useAhead()
  const said = words.value.import
  return (
    <Desk head={<><PageHead title={said.title} back="/schedule" /><Trouble fetched={fetched} /></>}>
      {fetched.body && <Work><FromFile calendar={fetched.body} onChange={fetched.reload} /></Work>}
    </Desk>
  )
}

function FromFile({ calendar, onChange }: { calendar: StaffCalendar; onChange: () => void }) {
  const [read, setRead] = useState<ReadFile | undefined>()
  const [found, setFound] = useState<{ preview: Preview; text: string } | undefined>()
  const [made, setMade] = useState<number | undefined>()
  const said = words.value.import
  const preview = useIntention<CalendarIn, Preview>((id) => `/api/calendar-previews/${id}`, (kept, { text }) => setFound({ preview: kept, text }))
  const choose = async (file: File | undefined) => {
    setFound(undefined)
    setRead(undefined)
    if (!file) return
    const got = await readCalendar(file)
    setRead(got)
    if ('text' in got) preview.say({ text: got.text })
  }
  const done = ({ made: n }: Imported) => {
    setMade(n)
    onChange()
  }
  if (made !== undefined) return <Done made={made} onAnother={() => { setMade(undefined); setFound(undefined); setRead(undefined) }} />
  return (
    <>
      <Card>
        <p class="quiet">{said.lead}</p>
        <Field label={said.file} error={read && 'problem' in read ? said[read.problem] : undefined}>
          {(wiring) => <input {...wiring} type="file" accept=".ics,text/calendar" onChange={({ currentTarget }) => void choose(currentTarget.files?.[0])} />}
        </Field>
        <p role="status" class="quiet">{preview.saying ? said.reading : found ? said.found(found.preview.series.length) : ''}</p>
        <Refused refusal={preview.refusal} />
        {preview.refusal && read && 'text' in read && <Button kind="soft" onTap={() => preview.say({ text: read.text })}>{said.again}</Button>}
      </Card>
      {found && <Chosen key={found.preview.id} preview={found.preview} text={found.text} calendar={calendar} onDone={done} />}
    </>
  )
}

function Done({ made, onAnother }: { made: number; onAnother: () => void }) {
  const said = words.value.import
  const result = useRef<HTMLParagraphElement>(null)
  // The button that was tapped is gone.
  useEffect(() => result.current?.focus(), [])
  return (
    <Card tone="tint">
      <p ref={result} tabIndex={-1} role="status"><strong>{said.done(made)}</strong></p>
      <div class="row">
        <ButtonLink href="/schedule">{said.look}</ButtonLink>
        <Button kind="soft" onTap={onAnother}>{said.another}</Button>
      </div>
    </Card>
  )
}
