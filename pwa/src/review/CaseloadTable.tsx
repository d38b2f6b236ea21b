import type { RefObject } from 'preact'
import { useRef } from 'preact/hooks'
import type { CaseloadRow, CheckInState } from '../shared/wire'
import type { IconName } from '../ui/Icon'
import { Icon } from '../ui/Icon'
import { here } from '../ui/here'
import { now } from '../ui/now'
import type { LeftRow } from './left'
import { Spark } from './Spark'
import { clinicTime, dayAndTime, whenOf } from './when'
import { TierMark } from './TierMark'
import { tierOf, whyNow } from './why'
import { wide } from './wide'
import { stageOf } from './stage'
import { words } from './words'

interface TableProps {
  list: RefObject<HTMLDivElement | null>
  people: readonly CaseloadRow[]
  /** The program's. */
  zone: string
  chosen: string | undefined
  onChoose: (row: LeftRow) => void
  onMove: (by: 1 | -1) => void
}

const steps: Record<string, 1 | -1 | undefined> = { ArrowDown: 1, ArrowUp: -1 }

export function CaseloadTable({ list, people, zone, chosen, onChoose, onMove }: TableProps) {
  const { caseload } = words.value
  const onKeyDown = (event: KeyboardEvent) => {
    const by = steps[event.key]
    if (!by) return
    event.preventDefault()
    onMove(by)
  }
  return (
    <div ref={list} onKeyDown={onKeyDown}>
      <table class="caseload" role="table" aria-label={caseload.shownNames}>
        <thead role="rowgroup">
          <tr role="row">
            {[caseload.person, caseload.why, caseload.checkIn, caseload.craving, caseload.next].map((head) => <th key={head} role="columnheader" scope="col">{head}</th>)}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {people.map((row) => <Row key={row.id} row={row} zone={zone} isChosen={row.id === chosen} onChoose={onChoose} />)}
        </tbody>
      </table>
    </div>
  )
}

interface RowProps {
  row: CaseloadRow
  zone: string
  isChosen: boolean
  onChoose: (row: LeftRow) => void
}

function Row({ row, zone, isChosen, onChoose }: RowProps) {
  const { caseload } = words.value
  const link = useRef<HTMLAnchorElement>(null)
  const choose = () => onChoose({ id: row.id, top: link.current?.getBoundingClientRect().top ?? 0 })
  const tap = (event: MouseEvent) => {
    // Safari gives a link that is tapped no focus.
    choose()
    besideLink(event, link.current)
  }
  return (
    <tr role="row" class={isChosen ? 'on' : undefined} onFocusIn={choose} onClick={tap}>
      <th role="rowheader" scope="row">
        <a ref={link} href={`/people/${row.id}`} data-row={row.id}>{row.name}</a>
        <small>{stageOf(row, words.value)}</small>
      </th>
      <td role="cell" class="why"><Why row={row} /></td>
      <td role="cell"><State state={row.today} /></td>
      <td role="cell" data-label={caseload.craving}><Spark points={row.cravings} /></td>
      <td role="cell" data-label={caseload.next}><Next row={row} zone={zone} /></td>
    </tr>
  )
}

/** The whole row can be hit: beside an answer it chooses the person, else it opens them. */
function besideLink({ target }: MouseEvent, link: HTMLAnchorElement | null): void {
  if (!link || (target instanceof Element && target.closest('a')) || getSelection()?.toString()) return
  if (wide.value) link.focus()
  else link.click()
}

function Why({ row }: { row: CaseloadRow }) {
  const { why } = words.value
  const place = here()
  const tier = tierOf(row)
  const about = [
    row.last_answer ? why.answered(whenOf(row.last_answer.answered_at, now.value, place)) : undefined,
    row.unreviewed > 0 ? why.toRead(row.unreviewed) : undefined,
  ].filter(Boolean)
  return (
    <>
      {tier && <><TierMark tier={tier} /> </>}
      {whyNow(row, words.value, place.language).join(' ')}
      <Alerts row={row} />
      {about.length > 0 && <small>{about.join(' · ')}</small>}
    </>
  )
}

/** What is open about somebody, said to be overdue where it is. */
function Alerts({ row: { id, alerts } }: { row: CaseloadRow }) {
  const { openAlerts, isOverdue } = words.value.caseload
  if (alerts.open === 0) return null
  return (
    <small>
      <a href={`/alerts?person=${id}`}>{openAlerts(alerts.open)}</a>
      {alerts.overdue && <>, <strong class="attend">{isOverdue}</strong></>}
    </small>
  )
}

const icons: Record<CheckInState | 'none', IconName> = { answered: 'check', late: 'check', open: 'clock', planned: 'clock', missed: 'close', none: 'dash' }

function State({ state }: { state: CheckInState | null }) {
  const shown = state ?? 'none'
  return <span class={shown === 'missed' || shown === 'open' ? 'latest due' : 'latest'}><Icon name={icons[shown]} />{words.value.checkIn[shown]}</span>
}

function Next({ row: { next_session }, zone }: Pick<RowProps, 'row' | 'zone'>) {
  const { noSession, clinic } = words.value.caseload
  if (!next_session) return <span class="quiet">{noSession}</span>
  const there = clinicTime(next_session.starts_at, here(), zone)
  return (
    <>
      {dayAndTime(next_session.starts_at, now.value, here())}
      <small>{[there && clinic(there), next_session.title].filter(Boolean).join(' · ')}</small>
    </>
  )
}
