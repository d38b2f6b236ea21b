import { useState } from 'preact/hooks'
import { capitalized, dayInText, timeOf } from '../shared/i18n'
import { isOpen } from '../shared/medication'
import type { DoseIn } from '../shared/wire'
import { Button } from '../ui/Button'
import { Card } from '../ui/Card'
import { now } from '../ui/now'
import { Sheet } from '../ui/Sheet'
import { language } from '../ui/words'
import type { Dose } from './doses'
import { byDay, recorded } from './doses'
import { keyOf, wordOn } from './TodaysDoses'
import { words } from './words'

interface RecordProps {
  doses: readonly Dose[]
  zone: string
  onSay: (dose: DoseIn) => void
}

/** The last 14 days in plain words; what was noted can be changed or noted later. */
export function Record({ doses, zone, onSay }: RecordProps) {
  const [changing, change] = useState<Dose>()
  const { record, today } = words.value
  const known = recorded(doses, now.value, zone)
  const place = { zone, language: language.value }
  const whenOf = (dose: Dose) => `${dayInText(dose.starts_at, now.value, place)}, ${timeOf(dose.starts_at, place)}`
  const say = (dose: Dose, word: DoseIn['word']) => {
    change(undefined)
    onSay(wordOn(dose, word))
  }
  return (
    <Card labelledBy="record">
      <h2 id="record">{record.title}</h2>
      <p>{known.every(({ word }) => isOpen(word)) ? record.none : record.sum(known.filter(({ word }) => word === 'taken').length, known.length)}</p>
      {byDay(known).map(({ day, doses: of }) => (
        <div key={day}>
          <h3>{capitalized(dayInText(of[0]?.starts_at ?? day, now.value, place))}</h3>
          <ul class="plain">
            {of.map((dose) => (
              <li key={keyOf(dose)} class="row between">
                <span class="grow">{timeOf(dose.starts_at, place)} {dose.medication.name}: {record[dose.word ?? 'open']}</span>
                <Button kind="bare" label={record.changeOf(dose.medication.name, whenOf(dose))} onTap={() => change(dose)}>{record.change}</Button>
              </li>
            ))}
          </ul>
        </div>
      ))}
      <p><a href="/api/history/medication.csv" download>{record.copy}</a><br /><small>{record.copyAbout}</small></p>
      <Sheet open={changing !== undefined} onClose={() => change(undefined)} title={changing ? record.what(changing.medication.name, whenOf(changing)) : ''}>
        {changing && (
          <>
            <Button wide icon="check" onTap={() => say(changing, 'taken')}>{today.taken}</Button>
            <Button kind="soft" wide onTap={() => say(changing, 'skipped')}>{today.skipped}</Button>
            {changing.word && <Button kind="bare" wide onTap={() => say(changing, null)}>{record.back}</Button>}
          </>
        )}
      </Sheet>
    </Card>
  )
}
