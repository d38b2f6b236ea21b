import type { AnswerOut } from '../shared/wire'
import { here } from '../ui/here'
import type { Row } from './answer'
import { rowsOf } from './answer'
import { words } from './words'

/** Every question with what was answered, and what it was before. */
export function Said({ answer }: { answer: AnswerOut }) {
  const { language } = here()
  return (
    <dl class="said">
      {rowsOf(answer, words.value, language).map((row) => <One key={row.id} row={row} flagged={answer.flags.includes(row.id)} />)}
    </dl>
  )
}

function One({ row: { lead, question, answer, was, change, quoted }, flagged }: { row: Row; flagged: boolean }) {
  const said = words.value.answer
  const before = was === undefined ? undefined : was === null ? said.wasSkipped : said.was(was)
  return (
    <div>
      <dt>
        {lead.map((text) => <span key={text} class="lead">{text}</span>)}
        {question}
      </dt>
      <dd>
        {answer === undefined ? <span class="quiet">{said.skipped}</span> : quoted ? <q>{answer}</q> : flagged ? <strong>{answer}</strong> : answer}
        {before !== undefined && <> <span class="changed">{change ? said.changed(before, change) : before}</span></>}
      </dd>
    </div>
  )
}
