import type { Questionnaire } from '../shared/form/questionnaire'
import { spokenIn } from '../shared/form/questionnaire'
import type { Place } from '../shared/i18n'
import type { HistoryAnswer } from '../shared/wire'
import { formFor } from './entry'
import type { Row } from './rows'
import { rowsOf } from './rows'
import { words } from './words'

interface SaidProps {
  answer: HistoryAnswer
  forms: readonly Questionnaire[]
  place: Place
}

/** Every question with its answer, in the words of the very form that was answered. */
export function Said({ answer, forms, place }: SaidProps) {
  const form = formFor(answer, forms)
  if (!form) return <p class="quiet">{words.value.entries.noForm}</p>
  const spoken = spokenIn(form, place.language)
  const lang = spoken === place.language ? undefined : spoken
  return <dl class="said" lang={lang}>{rowsOf(form, answer.items, words.value.entries, place.language).map((row) => <Pair key={row.key} row={row} />)}</dl>
}

const Pair = ({ row: { lead, question, answer, isQuote } }: { row: Row }) => (
  <div>
    <dt>{lead.map((text) => <span key={text} class="lead">{text}</span>)}{question}</dt>
    <dd>{answer === undefined ? <span class="quiet">{words.value.entries.skipped}</span> : isQuote ? <>“{answer}”</> : answer}</dd>
  </div>
)
