import { useRef, useState } from 'preact/hooks'
import { dropDrafts } from '../data/db'
import type { Questionnaire } from '../shared/form/questionnaire'
import { dateOf } from '../shared/i18n'
import type { Home } from '../shared/wire'
import { Button, ButtonLink } from '../ui/Button'
import { PageHead } from '../ui/PageHead'
import { Numbers } from '../worry/Numbers'
import { AskOnce } from './AskOnce'
import { answerNamed, draftOf, readableUntil } from './correct'
import type { Draft } from './draft'
import { placeOf } from './place'
import { useReadOut } from './useKeys'
import { words } from './words'
import { Written } from './Written'

interface TooLateProps {
  /** Of the answer. */
  id: string | undefined
  form: Questionnaire | undefined
  /** What was written for it; undefined when that says nothing new. */
  draft: Draft | undefined
  /** Somebody should see soon what it says. */
  worrying?: boolean | undefined
  body: Home
  /** Not the day is over: the form is another one by now. */
  hasChanged?: boolean | undefined
}

/** An answer that can't be changed any more. What was written for it can still be read. */
export function TooLate({ id, form, draft, worrying = false, body, hasChanged = false }: TooLateProps) {
  const page = useRef<HTMLDivElement>(null)
  useReadOut(page, 0)
  const { title, changedTitle, changed, team, dayIsOver, orChanged, see } = words.value.tooLate
  const { another } = words.value.answered
  return (
    <div class="gap" ref={page}>
      <PageHead title={hasChanged ? changedTitle : title} back="/" />
      <p>{hasChanged ? changed(body.reading.counselor ?? team) : answerNamed(id, body) ? dayIsOver : orChanged}</p>
      {form && draft && <Unsent id={id} form={form} draft={draft} worrying={worrying} body={body} />}
      <div class="row">
        <ButtonLink href="/check-in">{another}</ButtonLink>
        <ButtonLink kind="soft" href={`/history#${id ?? ''}`}>{see}</ButtonLink>
      </div>
    </div>
  )
}

type UnsentProps = Pick<TooLateProps, 'id' | 'body'> & { form: Questionnaire; draft: Draft; worrying: boolean }

/** It goes after a week; not what worries in it, for nobody would ever have seen that. */
function Unsent({ id, form, draft, worrying, body }: UnsentProps) {
  const [asks, setAsks] = useState(false)
  const [isGone, setGone] = useState(false)
  const { written, until, stays, remove } = words.value.tooLate
  const { remove: title, yesRemove, keepIt } = words.value.askOnce
  if (isGone) return null
  const drop = () => void dropDrafts((key) => key === draftOf(id)).then(() => setGone(true), () => undefined)
  const about = worrying ? stays : until(dateOf(readableUntil(draft), placeOf(body)))
  return (
    <Written form={form} draft={draft} body={body} title={written} about={about}>
      {worrying && <><Numbers /><Button kind="bare" onTap={() => setAsks(true)}>{remove}</Button></>}
      <AskOnce open={asks} title={title} yes={yesRemove} no={keepIt} worrying onClose={() => setAsks(false)} onYes={drop} />
    </Written>
  )
}
