import { useState } from 'preact/hooks'
import { capitalized, momentInText, timeOf } from '../shared/i18n'
import { isOpen } from '../shared/medication'
import type { DoseIn, Home } from '../shared/wire'
import { Button } from '../ui/Button'
import { Card } from '../ui/Card'
import { now } from '../ui/now'
import { Sheet } from '../ui/Sheet'
import { language } from '../ui/words'
import type { Dose } from './doses'
import { laterWays, todays } from './doses'
import { words } from './words'

interface DosesProps {
  doses: readonly Dose[]
  body: Pick<Home, 'person' | 'reminders'>
  onSay: (dose: DoseIn) => void
}

/** What is said of a dose now. */
export const wordOn = ({ medication, original_start }: Dose, word: DoseIn['word'], later_at: string | null = null): DoseIn => ({
  medication: medication.id, original_start, word, later_at, said_at: new Date().toISOString(),
})

export const keyOf = ({ medication, original_start }: Dose): string => `${medication.id} ${original_start}`

export function TodaysDoses({ doses, body, onSay }: DosesProps) {
  const [putOff, setPutOff] = useState<Dose>()
  const { title, none, rest, when, half, in: inHours, off } = words.value.today
  const { zone } = body.person
  const today = todays(doses, now.value, zone)
  const later = (dose: Dose, minutes: number) => {
    setPutOff(undefined)
    onSay(wordOn(dose, 'later', new Date(Date.now() + minutes * 60_000).toISOString()))
  }
  return (
    <Card tone="dawn" labelledBy="todays">
      <h2 id="todays">{title}</h2>
      {today.length === 0 && <p class="quiet">{none}</p>}
      <ul class="plain doses">
        {today.map((dose) => <OneDose key={keyOf(dose)} dose={dose} doses={doses} body={body} onSay={onSay} onLater={() => setPutOff(dose)} />)}
      </ul>
      {today.length > 0 && today.every(({ word }) => !isOpen(word)) && <p class="quiet">{rest}</p>}
      <Sheet open={putOff !== undefined} onClose={() => setPutOff(undefined)} title={when}>
        {putOff && <p>{putOff.medication.name}, {whenOf(putOff, zone)}</p>}
        {putOff && laterWays(putOff, doses, now.value).map((minutes) => (
          <Button key={minutes} kind="soft" wide icon="clock" onTap={() => later(putOff, minutes)}>{minutes < 60 ? half : inHours(minutes)}</Button>
        ))}
        {!body.reminders?.subscription && <p class="quiet">{off}</p>}
      </Sheet>
    </Card>
  )
}

/** "9:00 pm", "yesterday, 9:00 pm": after midnight both are on the list. */
const whenOf = ({ starts_at }: Dose, zone: string): string => momentInText(starts_at, now.value, { zone, language: language.value })

interface OneProps extends DosesProps {
  dose: Dose
  onLater: () => void
}

function OneDose({ dose, doses, body, onSay, onLater }: OneProps) {
  const { zone, phase } = body.person
  const { name, note } = dose.medication
  const said = words.value.today
  const time = whenOf(dose, zone)
  const label = (what: string) => said.of(what, name, time)
  const become = becomeWords(dose, zone)
  return (
    <li>
      <p><strong>{capitalized(time)}</strong> {name}{note && <><br /><small>{note}</small></>}</p>
      {become && <p class="said">{become}</p>}
      <div class="row">
        {isOpen(dose.word) ? (
          <>
            <Button icon="check" label={label(said.taken)} onTap={() => onSay(wordOn(dose, 'taken'))}>{said.taken}</Button>
            <Button kind="soft" label={label(said.skipped)} onTap={() => onSay(wordOn(dose, 'skipped'))}>{said.skipped}</Button>
            {phase !== 'ended' && laterWays(dose, doses, now.value).length > 0 && <Button kind="bare" label={label(said.later)} onTap={onLater}>{said.later}</Button>}
          </>
        ) : (
          <Button kind="bare" label={label(said.undo)} onTap={() => onSay(wordOn(dose, null))}>{said.undo}</Button>
        )}
      </div>
    </li>
  )
}

function becomeWords({ word, later_at }: Dose, zone: string): string | undefined {
  const { isTaken, isSkipped, isLater } = words.value.today
  if (word === 'taken') return isTaken
  if (word === 'skipped') return isSkipped
  const isAhead = word === 'later' && later_at && Date.parse(later_at) > now.value.getTime()
  return isAhead ? isLater(timeOf(later_at, { zone, language: language.value })) : undefined
}
