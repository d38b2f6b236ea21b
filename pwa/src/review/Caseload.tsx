import { useRef, useState } from 'preact/hooks'
import type { CaseloadOut, CaseloadRow } from '../shared/wire'
import { Button } from '../ui/Button'
import { Empty } from '../ui/States'
import { AnswerPanel } from './AnswerPanel'
import { CaseloadTable } from './CaseloadTable'
import { CaseloadTools } from './CaseloadTools'
import { Side, Work } from './Desk'
import type { Sieve } from './filter'
import { everybody, shownOf } from './filter'
import { useKeys } from './keys'
import { KeysLine } from './KeysLine'
import { moveIn } from './rows'
import { useSettled } from './settled'
import { useHeld } from './useHeld'
import { wide } from './wide'
import { words } from './words'

interface CaseloadProps {
  caseload: CaseloadOut
  onReviewed: () => void
}

/** The work list. On a wide screen the last answer of the person whose row has the focus lies beside it. */
export function Caseload({ caseload, onReviewed }: CaseloadProps) {
  const [sieve, setSieve] = useState<Sieve>(everybody)
  const [chosen, setChosen] = useState<string | undefined>()
  const search = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const shown = shownOf(caseload.people, sieve)
  const move = (by: 1 | -1) => list.current && moveIn(list.current, by, chosen)
  useHeld(list)
  useKeys({ '/': () => search.current?.focus(), j: () => move(1), k: () => move(-1) })
  const clear = () => {
    setSieve(everybody)
    search.current?.focus()
  }
  return (
    <>
      <Work>
        <CaseloadTools search={search} sieve={sieve} onSieve={setSieve} onLeave={() => move(1)} shown={shown.length} people={caseload.people} />
        {shown.length > 0 ? (
          <CaseloadTable list={list} people={shown} zone={caseload.program.zone} chosen={wide.value ? chosen : undefined} onChoose={setChosen} onMove={move} />
        ) : (
          <>
            <Empty icon="people">{words.value.caseload.nobody}</Empty>
            <p class="center"><Button kind="soft" onTap={clear}>{words.value.caseload.clear}</Button></p>
          </>
        )}
        <KeysLine keys={{ '/': 'search', 'j k': 'move', Enter: 'enter', ...(wide.value ? { R: 'read', N: 'note' } : {}) }} />
      </Work>
      {wide.value && <Side label={words.value.answer.title}><Beside row={caseload.people.find(({ id }) => id === chosen)} viewer={caseload.viewer} onReviewed={onReviewed} /></Side>}
    </>
  )
}

function Beside({ row, viewer, onReviewed }: { row: CaseloadRow | undefined; viewer: string; onReviewed: () => void }) {
  const { pick, noAnswer } = words.value.caseload
  const settled = useSettled(row?.id)
  if (!row || settled !== row.id) return row ? null : <p class="quiet">{pick}</p>
  if (row.last_answer) return <AnswerPanel id={row.last_answer.id} viewer={viewer} onReviewed={onReviewed} about />
  return (
    <>
      <h2>{row.name}</h2>
      <p class="quiet">{noAnswer}</p>
    </>
  )
}
