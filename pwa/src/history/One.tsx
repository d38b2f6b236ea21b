import { useState } from 'preact/hooks'
import { canCorrect, correctionOf } from '../checkins/correct'
import { readerOf, seenSentence } from '../checkins/names'
import { refusedWords } from '../checkins/refused'
import { useReason } from '../data/fate'
import { seeReplies } from '../data/replies'
import { titleOf } from '../shared/form/questionnaire'
import { duration, momentInText } from '../shared/i18n'
import type { HistoryAnswer } from '../shared/wire'
import { ButtonLink } from '../ui/Button'
import { Chip } from '../ui/Card'
import { Icon } from '../ui/Icon'
import { now } from '../ui/now'
import type { About } from './Entries'
import type { Entry } from './entry'
import { formFor } from './entry'
import { Said } from './Said'
import { minutesLeft, whenWords } from './when'
import { words } from './words'

interface OneProps extends About {
  entry: Entry
  isOpen: boolean
}

/** One answer: when it was given and who has seen it; opened, all of what it says. */
export function One({ entry, isOpen, ...about }: OneProps) {
  const [open, setOpen] = useState(isOpen)
  const { answer } = entry
  const toggled = (opened: boolean) => {
    setOpen(opened)
    if (opened && answer.replies.length > 0) void seeReplies(answer.replies.map(({ id }) => id)).catch(() => undefined)
  }
  return (
    <details class="entry" open={isOpen} onToggle={({ currentTarget }) => toggled(currentTarget.open)}>
      <Summary entry={entry} {...about} />
      {open && <Inside entry={entry} {...about} />}
    </details>
  )
}

type EntryProps = About & { entry: Entry }

function Summary({ entry: { answer, earlier, first, isUnsent }, forms, body, place }: EntryProps) {
  const { corrected, replies } = words.value.entries
  const form = formFor(answer, forms)
  return (
    <summary>
      <span class="grow">
        <strong>{form ? titleOf(form, place.language) : answer.instrument}</strong>
        {earlier.length > 0 && <> <Chip>{corrected(momentInText(answer.answered_at, now.value, place))}</Chip></>}
        {answer.replies.length > 0 && <> <Chip tone="on">{replies(answer.replies.length)}</Chip></>}
        <br />
        <small>{whenWords(first, words.value.entries, now.value, place)}</small>
        <br />
        <small>{isUnsent ? <Unsent id={answer.id} /> : seenSentence(answer, body, now.value, place)}</small>
      </span>
      <Icon name="next" />
    </summary>
  )
}

/** On its way, or refused, and why. */
const Unsent = ({ id }: { id: string }) => <>{refusedWords(useReason(id), id)?.sentence ?? words.value.entries.unsent}</>

function Inside({ entry: { answer, earlier }, forms, body, place }: EntryProps) {
  const { before } = words.value.entries
  const team = readerOf({ ...body.reading, counselor: null })
  return (
    <div class="gap inside">
      <Replies answer={answer} team={team} place={place} />
      <Said answer={answer} forms={forms} place={place} />
      <Correct answer={answer} body={body} />
      {earlier.map((one) => (
        <details class="numbers" key={one.id}>
          <summary>{before(momentInText(one.answered_at, now.value, place))}</summary>
          <div class="gap">
            <Replies answer={one} team={team} place={place} />
            <Said answer={one} forms={forms} place={place} />
          </div>
        </details>
      ))}
    </div>
  )
}

/** Each by itself, the first one first, as it was written. */
const Replies = ({ answer: { replies }, team, place }: { answer: HistoryAnswer; team: string; place: About['place'] }) => (
  <>
    {replies.map(({ id, by, at, text }) => (
      <div key={id} class="reply">
        <small>{words.value.entries.wrote(by ?? team, momentInText(at, now.value, place))}</small>
        <blockquote>{text}</blockquote>
      </div>
    ))}
  </>
)

/** As long as the phone still has what it begins with. */
function Correct({ answer, body }: { answer: HistoryAnswer; body: About['body'] }) {
  const { correct, remaining } = words.value.entries
  const known = body.answers.find(({ id }) => id === answer.id)
  if (!known?.revisable_until || !canCorrect(known, now.value)) return null
  return (
    <p>
      <ButtonLink kind="soft" href={correctionOf(known)}>{correct}</ButtonLink>
      <br />
      <small>{remaining(duration(minutesLeft(known.revisable_until, now.value)))}</small>
    </p>
  )
}
