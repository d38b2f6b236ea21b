import { useId } from 'preact/hooks'
import type { Mark, ReplyOut } from '../../shared/wire'
import { Button } from '../../ui/Button'
import { Chip } from '../../ui/Card'
import { keys } from '../keys'
import { limitSaid } from './limit'
import type { Shown } from './marks'
import { markOf, marks } from './marks'
import { words } from './words'

interface RollProps {
  one: Shown
  canMark: boolean
  onMark: (mark: Mark | null) => void
  onTakeBack: () => void
}

/** One person: what they said, how they stand, and the five marks; where nothing can be marked, what was. */
export function Roll({ one, canMark, onMark, onTakeBack }: RollProps) {
  const id = useId()
  return (
    <li>
      <div class="about">
        <a id={`${id}-name`} href={`/people/${one.person}`}>{one.name}</a>
        <span id={`${id}-about`}><About one={one} /></span>
      </div>
      {canMark ? <Choices id={id} mark={one.mark} onMark={onMark} /> : one.mark && <Marked name={one.name} mark={one.mark} onTakeBack={onTakeBack} />}
    </li>
  )
}

function Marked({ name, mark, onTakeBack }: { name: string; mark: Mark; onTakeBack: () => void }) {
  const { marks: names, takeBack, takeBackOf } = words.value
  return (
    <div class="row">
      <strong>{names[mark]}</strong>
      <Button kind="bare" label={takeBackOf(name)} onTap={onTakeBack}>{takeBack}</Button>
    </div>
  )
}

function About({ one: { reply, short_notice, absences, mark, marked_by, waits } }: { one: Shown }) {
  const said = words.value
  const limit = limitSaid(absences, said)
  return (
    <>
      {reply && <Reply reply={reply} isShort={short_notice} />}
      {limit && <small class="attend">{limit}</small>}
      {waits ? <small class="attend unsaved">{said.notSavedTag}</small> : mark && marked_by && <small>{said.by(marked_by)}</small>}
    </>
  )
}

function Reply({ reply: { kind, hindrance, help, note }, isShort }: { reply: ReplyOut; isShort: boolean }) {
  const said = words.value
  const sentence = hindrance ? said.because(said.replies[kind], said.hindrances[hindrance]) : said.replies[kind]
  return (
    <>
      <Chip {...(kind === 'cant_come' ? {} : { tone: 'on' })}>{sentence}</Chip>
      {isShort && <> <Chip tone="attend">{said.short}</Chip></>}
      {note && <small><q>{note}</q></small>}
      {help && <small>{said.help}</small>}
    </>
  )
}

interface ChoicesProps {
  id: string
  mark: Mark | null
  onMark: (mark: Mark | null) => void
}

/** Native radios: arrow keys and the count of options come from the browser; letters say it at once. */
function Choices({ id, mark, onMark }: ChoicesProps) {
  const { marks: names, none, letters, noLetter } = words.value
  const onKeyDown = (event: KeyboardEvent & { currentTarget: HTMLElement }) => {
    if (event.ctrlKey || event.metaKey || event.altKey || keys.value === 'off') return
    const said = markOf(event.key, letters, noLetter)
    if (said === undefined) return
    event.preventDefault()
    event.currentTarget.querySelector<HTMLInputElement>(`input[value="${said ?? ''}"]`)?.focus()
    onMark(said)
  }
  return (
    <div class="five" role="radiogroup" aria-labelledby={`${id}-name`} aria-describedby={`${id}-about`} onKeyDown={onKeyDown}>
      {[...marks, null].map((each) => (
        <label key={each ?? ''} class={each ? 'option' : 'option none'}>
          <input type="radio" name={id} value={each ?? ''} checked={mark === each} onChange={() => onMark(each)} />
          {each ? names[each] : none}
        </label>
      ))}
    </div>
  )
}
