import { useLocation } from 'preact-iso'
import { useRef, useState } from 'preact/hooks'
import { useFetched } from '../../data/fetched'
import type { QueueOut, QueueRow, ReviewKept } from '../../shared/wire'
import { ButtonLink } from '../../ui/Button'
import { PageHead } from '../../ui/PageHead'
import { Empty } from '../../ui/States'
import { AnswerPanel } from '../AnswerPanel'
import { Desk, Side, Work } from '../Desk'
import { useFresh } from '../fresh'
import { useKeys } from '../keys'
import { KeysLine } from '../KeysLine'
import { Trouble } from '../Loaded'
import { moveIn } from '../rows'
import { useSettled } from '../settled'
import { useCaseload } from '../useCaseload'
import { useHeld } from '../useHeld'
import { wide } from '../wide'
import { words as common } from '../words'
import { Bulk } from './Bulk'
import { nextAfter } from './line'
import { QueueList } from './QueueList'
import { words } from './words'

/** What nobody has read yet, the oldest first: opened one after another, or the unremarkable ones read at once. */
export function Queue() {
  const { answer } = useLocation().query
  const fetched = useFetched<QueueOut>('/api/queue')
  const { body, reload } = fetched
  const counts = useCaseload()
  useFresh(reload)
  const [done, setDone] = useState<ReadonlySet<string>>(new Set())
  const reviewed = (ids: readonly string[]) => {
    // They leave the list now, not when the server has told it anew.
    setDone((before) => new Set([...before, ...ids]))
    reload()
    counts.reload()
  }
  const rows = body?.answers.filter(({ id }) => !done.has(id))
  const total = body && rows ? body.total - (body.answers.length - rows.length) : undefined
  return (
    <Desk head={<><Head total={total} shown={rows?.length} /><Trouble fetched={fetched} /></>} sideFirst={answer !== undefined}>
      {rows && <Everything rows={rows} forms={body?.forms ?? []} onReviewed={reviewed} />}
    </Desk>
  )
}

function Head({ total, shown = 0 }: { total: number | undefined; shown: number | undefined }) {
  const { title, calm, toRead, firstOnes } = words.value
  const more = total !== undefined && total > shown && shown > 0 ? ` ${firstOnes(shown)}` : ''
  return <PageHead title={title} sub={total === undefined ? undefined : total === 0 ? calm : toRead(total) + more} />
}

function Everything({ rows, forms, onReviewed }: { rows: readonly QueueRow[]; forms: QueueOut['forms']; onReviewed: (ids: readonly string[]) => void }) {
  const { query, route } = useLocation()
  const [picked, pick] = useState<string | undefined>()
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const [news, setNews] = useState('')
  const list = useRef<HTMLUListElement>(null)
  useHeld(list)
  const chosen = query['answer'] ?? (wide.value ? picked : undefined)
  const move = (by: 1 | -1) => list.current && moveIn(list.current, by, chosen)
  const tick = (id: string) => setTicked((before) => toggled(before, id))
  useKeys({ j: () => move(1), k: () => move(-1), x: () => rows.some(({ id, remarkable }) => id === chosen && !remarkable) && chosen && tick(chosen) })
  const goOn = (kept: ReviewKept) => {
    const row = rows.find(({ id }) => id === chosen)
    if (!row) return
    const next = nextAfter(rows, row.id)
    onReviewed([row.id])
    // Somebody else was first: who that was stays to be read.
    if (!kept.first) return
    setNews(words.value.doneOne(row.person.name))
    if (query['answer'] === undefined) focusOn(list.current, next)
    else route(next ? `/queue?answer=${next}` : '/queue', true)
  }
  const manyReviewed = (ids: readonly string[]) => {
    if (picked && ids.includes(picked)) pick(undefined)
    onReviewed(ids)
  }
  const left = rows.filter(({ id }) => ticked.has(id)).map(({ id }) => id)
  return (
    <>
      <Work>
        <p role="status" class="news">{news}</p>
        {rows.length === 0 ? <Empty icon="tray">{words.value.calm}</Empty> : <Bulk rows={rows} ticked={left} onTick={(ids) => setTicked(new Set(ids))} onReviewed={manyReviewed} onNews={setNews} />}
        <QueueList list={list} rows={rows} forms={forms} chosen={chosen} ticked={ticked} onTick={tick} onPick={pick} />
        <KeysLine keys={{ 'j k': 'move', ...(wide.value ? { R: 'read', N: 'note' } : { Enter: 'enter' }), X: 'tick' }} />
      </Work>
      {(wide.value || chosen) && <Side label={common.value.answer.title}><Open id={chosen} onReviewed={goOn} /></Side>}
    </>
  )
}

const toggled = (ids: ReadonlySet<string>, id: string): ReadonlySet<string> => (ids.has(id) ? new Set([...ids].filter((one) => one !== id)) : new Set([...ids, id]))

/** The row itself takes the focus, and with it opens beside the list. */
const focusOn = (list: HTMLElement | null, id: string | undefined): void =>
  void (id && list?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`)?.focus())

function Open({ id, onReviewed }: { id: string | undefined; onReviewed: (kept: ReviewKept) => void }) {
  const { query } = useLocation()
  const settled = useSettled(id)
  const opened = query['answer'] !== undefined
  if (!id) return <p class="quiet">{words.value.pick}</p>
  if (settled !== id) return null
  return (
    <AnswerPanel
      key={id}
      id={id}
      onReviewed={onReviewed}
      opened={opened}
      about
      close={opened && <p><ButtonLink kind="bare" icon="back" href="/queue">{words.value.back}</ButtonLink></p>}
    />
  )
}
