import { useState } from 'preact/hooks'
import { number, shortDateOf } from '../shared/i18n'
import type { ExerciseName, PracticeOut } from '../shared/wire'
import { Button } from '../ui/Button'
import { Card } from '../ui/Card'
import { here } from '../ui/here'
import { now } from '../ui/now'
import { offSheet, PRACTICES } from './person/sheet'
import { words } from './words'

const FIRST = 5

interface PracticesProps {
  practices: readonly PracticeOut[]
  exercises: readonly ExerciseName[]
  /** The person's: the day is theirs. */
  zone: string
}

export function Practices({ practices, exercises, zone }: PracticesProps) {
  const [all, setAll] = useState(false)
  const { title, none, more, offSheet: rest } = words.value.practices
  const shown = all ? practices : practices.slice(0, FIRST)
  return (
    <Card labelledBy="practices">
      <h2 id="practices">{title}</h2>
      {practices.length === 0 && <p class="quiet">{none}</p>}
      <ul class="plain stack practices">
        {shown.map((one, i) => (
          <li key={one.id} class={`row between ${offSheet(i >= PRACTICES) ?? ''}`}>
            <span>{exercises.find(({ key }) => key === one.exercise)?.title ?? one.exercise} <small>{shortDateOf(one.started_at, now.value, { ...here(), zone })}</small></span>
            <Change before={one.before} after={one.after} />
          </li>
        ))}
      </ul>
      {practices.length > PRACTICES && <p class="onpaper">{rest(practices.length - PRACTICES)}</p>}
      {shown.length < practices.length && <Button kind="bare" onTap={() => setAll(true)}>{more(practices.length)}</Button>}
    </Card>
  )
}

/** "5 → 3"; a dash for what was skipped. */
function Change({ before, after }: Pick<PracticeOut, 'before' | 'after'>) {
  const { practices, answer } = words.value
  if (before === null && after === null) return null
  const said = (value: number | null, skipped: string) => (value === null ? skipped : number(value, here().language))
  return (
    <span>
      <span aria-hidden="true">{said(before, '–')} → {said(after, '–')}</span>
      <span class="hidden">{practices.change(said(before, answer.skipped), said(after, answer.skipped))}</span>
    </span>
  )
}
