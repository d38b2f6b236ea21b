import { useRef } from 'preact/hooks'
import type { CaseloadOut, CaseloadRow } from '../shared/wire'
import { Button, ButtonLink } from '../ui/Button'
import { Empty } from '../ui/States'
import { AnswerPanel } from './AnswerPanel'
import { CaseloadTable } from './CaseloadTable'
import { CaseloadTools } from './CaseloadTools'
import { Side, Work } from './Desk'
import { everybody, shownOf } from './filter'
import { useKeys } from './keys'
import { KeysLine } from './KeysLine'
import { leaveAt, left, sift } from './left'
import { moveIn } from './rows'
import { useSettled } from './settled'
import { useHeld } from './useHeld'
import { useReturn } from './useReturn'
import { useSteady } from './useSteady'
import { wide } from './wide'
import { words } from './words'

interface CaseloadProps {
  caseload: CaseloadOut
  onReviewed: () => void
}

/** The work list. It has the whole width until a row has the focus; then that person's last answer lies beside it, on a wide screen. */
export function Caseload({ caseload, onReviewed }: CaseloadProps) {
  const { sieve, row } = left.value
  const chosen = row?.id
  const search = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLDivElement>(null)
  const shown = shownOf(caseload.people, sieve)
  const settled = useSettled(chosen)
  const beside = wide.value ? caseload.people.find(({ id }) => id === settled) : undefined
  const move = (by: 1 | -1) => list.current && moveIn(list.current, by, chosen)
  useReturn(list, row, () => leaveAt(undefined))
  useHeld(list)
  useSteady(list, chosen, beside !== undefined)
  useKeys({ '/': () => search.current?.focus(), j: () => move(1), k: () => move(-1) })
  const clear = () => {
    sift(everybody)
    search.current?.focus()
  }
  return (
    <>
      <Work>
        <CaseloadTools search={search} sieve={sieve} onSieve={sift} onLeave={() => move(1)} shown={shown.length} people={caseload.people} />
        {shown.length > 0 ? (
          <CaseloadTable list={list} people={shown} zone={caseload.program.zone} chosen={wide.value ? chosen : undefined} onChoose={leaveAt} onMove={move} />
        ) : (
          <>
            <Empty icon="people">{words.value.caseload.nobody}</Empty>
            <p class="center"><Button kind="soft" onTap={clear}>{words.value.caseload.clear}</Button></p>
          </>
        )}
        {wide.value && !beside && shown.length > 0 && <p class="quiet">{words.value.caseload.pick}</p>}
        <KeysLine keys={{ '/': 'search', 'j k': 'move', Enter: 'enter', ...(beside ? { R: 'read', N: 'note' } : {}) }} />
      </Work>
      {beside && <Side label={words.value.answer.title}>{settled === chosen && <Beside row={beside} onReviewed={onReviewed} />}</Side>}
    </>
  )
}

/** The last answer may be a calm one, and the reason an earlier one: then the way to what wants somebody comes first. */
function Beside({ row, onReviewed }: { row: CaseloadRow; onReviewed: () => void }) {
  const isUrgent = row.needs.some(({ tier }) => tier === 'urgent')
  return (
    <div class="stack">
      {isUrgent && <p><ButtonLink kind="soft" icon="bell" href="/alerts">{words.value.caseload.toUrgent}</ButtonLink></p>}
      <LastAnswer row={row} onReviewed={onReviewed} />
    </div>
  )
}

function LastAnswer({ row, onReviewed }: { row: CaseloadRow; onReviewed: () => void }) {
  if (row.last_answer) return <AnswerPanel id={row.last_answer.id} onReviewed={onReviewed} about />
  return (
    <>
      <h2>{row.name}</h2>
      <p class="quiet">{words.value.caseload.noAnswer}</p>
    </>
  )
}
