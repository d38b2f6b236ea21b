import { useState } from 'preact/hooks'
import { useIntention } from '../../data/intend'
import { Refused, saidOf } from '../../review/Refused'
import type { Refusal } from '../../data/intend'
import type { CoverageIn, Kept, SettingsOut } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { Card } from '../../ui/Card'
import { TextField } from '../../ui/Field'
import { Days } from './Days'
import { Responders } from './Responders'
import { useUnsaved } from './useUnsaved'
import { words } from './words'

interface CoverageProps {
  settings: SettingsOut
  onChange: () => void
}

const fields = ['days', 'opens', 'closes', 'answers_read_by', 'responders']

const storedOf = ({ coverage, responders }: SettingsOut): CoverageIn => ({ ...coverage, responders: responders.map(({ id }) => id) })

const isSame = (one: CoverageIn, other: CoverageIn): boolean => JSON.stringify(ordered(one)) === JSON.stringify(ordered(other))

const ordered = ({ days, opens, closes, answers_read_by, responders }: CoverageIn) => [[...days].sort(), opens, closes, answers_read_by, responders]

/** When somebody is there and who acts: one form, for one without the other promises something nobody keeps. */
export function Coverage({ settings, onChange }: CoverageProps) {
  const { written, changed, ...form } = useUnsaved('settings:coverage', storedOf(settings), isSame, settings)
  const [tried, setTried] = useState(false)
  const [news, setNews] = useState('')
  const said = words.value
  const save = useIntention<CoverageIn, Kept>((id) => `/api/coverage/${id}`, (_kept, coverage) => {
    form.taken(coverage)
    setNews(said.saved)
    setTried(false)
    onChange()
  })
  const write = (next: Partial<CoverageIn>) => {
    setNews('')
    form.write({ ...written, ...next })
  }
  const send = (event: Event) => {
    event.preventDefault()
    setTried(true)
    if (wrongIn(written) === undefined) save.say(written)
  }
  return (
    <form class="gap" onSubmit={send} noValidate>
      <Times zone={settings.program.zone} written={written} wrong={tried ? wrongIn(written) : undefined} refusal={save.refusal} onWrite={write} />
      <Responders staff={settings.staff} chosen={written.responders} problem={saidOf(save.refusal, 'responders')} onChoose={(responders) => write({ responders })} />
      <Refused refusal={save.refusal} fields={fields} />
      <div class="row">
        <Button type="submit" disabled={save.saying || !changed}>{save.saying ? said.saving : said.save}</Button>
        {changed && !save.saying && <Button kind="bare" onTap={form.undo}>{said.undo}</Button>}
        <span class="quiet" role="status">{save.saying ? '' : changed ? said.unsaved : news}</span>
      </div>
    </form>
  )
}

function wrongIn({ days, opens, closes, answers_read_by }: CoverageIn): 'days' | 'closes' | 'answers_read_by' | undefined {
  if (days.length === 0) return 'days'
  if (!opens || !closes || opens >= closes) return 'closes'
  return answers_read_by ? undefined : 'answers_read_by'
}

interface TimesProps {
  zone: string
  written: CoverageIn
  wrong: ReturnType<typeof wrongIn>
  refusal: Refusal | undefined
  onWrite: (next: Partial<CoverageIn>) => void
}

function Times({ zone, written, wrong, refusal, onWrite }: TimesProps) {
  const { coverage: said, schedules } = words.value
  return (
    <Card labelledBy="coverage">
      <h2 id="coverage">{said.title}</h2>
      <p class="quiet">{said.lead}</p>
      <Days question={said.days} chosen={written.days} onChoose={(days) => onWrite({ days: [...days] })} error={wrong === 'days' ? said.noDays : saidOf(refusal, 'days')} />
      <div class="times">
        <TextField label={said.opens} type="time" value={written.opens} onValue={(opens) => onWrite({ opens })} error={saidOf(refusal, 'opens')} />
        <TextField label={said.closes} type="time" value={written.closes} onValue={(closes) => onWrite({ closes })} error={wrong === 'closes' ? said.order : saidOf(refusal, 'closes')} />
        <TextField label={said.readBy} hint={said.readByHint} type="time" value={written.answers_read_by} onValue={(answers_read_by) => onWrite({ answers_read_by })} error={wrong === 'answers_read_by' ? schedules.noTime : saidOf(refusal, 'answers_read_by')} />
      </div>
      <p class="quiet">{said.zone(zone)}</p>
    </Card>
  )
}
