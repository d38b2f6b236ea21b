import { useEffect, useRef, useState } from 'preact/hooks'
import type { Questionnaire } from '../shared/form/questionnaire'
import type { Place } from '../shared/i18n'
import type { Home } from '../shared/wire'
import { Button } from '../ui/Button'
import { Card } from '../ui/Card'
import type { Entry } from './entry'
import { One } from './One'
import { words } from './words'

export interface About {
  forms: readonly Questionnaire[]
  body: Home
  place: Place
}

const [FIRST, MORE] = [10, 30]

/** Each time the person answered, the newest first; an address that ends in an answer's id opens that one. */
export function Entries({ entries, ...about }: About & { entries: readonly Entry[] }) {
  const wanted = useRef(location.hash.slice(1))
  const at = entries.findIndex(({ answer }) => answer.id === wanted.current)
  const [shown, setShown] = useState(Math.max(FIRST, at + 1))
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    const summary = at >= 0 && list.current?.children[at]?.querySelector('summary')
    if (summary) summary.focus()
  }, [])
  const more = () => {
    setShown(shown + MORE)
    const next = list.current?.children
    requestAnimationFrame(() => next?.[shown]?.querySelector('summary')?.focus())
  }
  const { title, more: earlier } = words.value.entries
  return (
    <Card labelledBy="entries">
      <h2 id="entries">{title}</h2>
      <ul class="plain entries" ref={list}>
        {entries.slice(0, shown).map((entry) => <li key={entry.answer.id}><One entry={entry} isOpen={entry.answer.id === wanted.current} {...about} /></li>)}
      </ul>
      {shown < entries.length && <Button kind="soft" onTap={more}>{earlier}</Button>}
    </Card>
  )
}
