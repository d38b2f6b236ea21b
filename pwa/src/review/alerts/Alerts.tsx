import { useLocation } from 'preact-iso'
import { useEffect, useRef, useState } from 'preact/hooks'
import { useFetched } from '../../data/fetched'
import type { AlertOut, AlertsOut, ViewerAlerts } from '../../shared/wire'
import { ButtonLink } from '../../ui/Button'
import { now } from '../../ui/now'
import { PageHead } from '../../ui/PageHead'
import { Empty, Notice } from '../../ui/States'
import { AnswerPanel } from '../AnswerPanel'
import { Desk, Side, Work } from '../Desk'
import { useFresh } from '../fresh'
import { useKeys } from '../keys'
import { KeysLine } from '../KeysLine'
import { Trouble } from '../Loaded'
import { moveIn } from '../rows'
import { useCaseload } from '../useCaseload'
import { wide } from '../wide'
import { words as common } from '../words'
import { AlertCard } from './AlertCard'
import { Lately } from './Lately'
import { byPressure, isOverdue, isUnattended } from './order'
import { PushHint } from './PushHint'
import type { Second } from './WasSecond'
import { WasSecond } from './WasSecond'
import { words } from './words'

/** What somebody has to do about what people answered: what is urgent and nobody's work yet, the viewer's own, the rest; in each the most pressing first. */
export function Alerts() {
  const { person, answer } = useLocation().query
  const fetched = useFetched<AlertsOut>('/api/alerts')
  const counts = useCaseload()
  const { body, reload } = fetched
  useFresh(reload)
  const again = () => {
    reload()
    counts.reload()
  }
  return (
    <Desk head={<><Head alerts={body?.open} counted={counts.body?.alerts} /><Trouble fetched={fetched} /><PushHint /></>} sideFirst={answer !== undefined}>
      {body && <Everything alerts={body} person={person} onChange={again} />}
      {body && (wide.value || answer) && <Side label={common.value.answer.title}>{answer ? <Open id={answer} onReviewed={again} /> : <p class="quiet">{words.value.pick}</p>}</Side>}
    </Desk>
  )
}

/** What is to act on is counted as in the menu and on the app's icon: without what somebody is on already. */
function Head({ alerts, counted }: { alerts: readonly AlertOut[] | undefined; counted: ViewerAlerts | undefined }) {
  const { title, calm, open, toAct, overdue } = words.value
  const late = alerts?.filter((alert) => isOverdue(alert, now.value)).length ?? 0
  const lines = alerts && [open(alerts.length), counted && toAct(counted.urgent + counted.today), late > 0 && overdue(late)]
  return <PageHead title={title} sub={lines && (alerts.length === 0 ? calm : lines.filter(Boolean).join(' '))} />
}

function Everything({ alerts: { open, resolved }, person, onChange }: { alerts: AlertsOut; person: string | undefined; onChange: () => void }) {
  const [news, setNews] = useState('')
  const [seconds, setSeconds] = useState<readonly Second[]>([])
  const list = useRef<HTMLDivElement>(null)
  const [opened] = useState(() => now.value)
  const shown = byPressure(open, now.value, opened).filter((alert) => !person || alert.person.id === person)
  const move = (by: 1 | -1) => list.current && moveIn(list.current, by, (document.activeElement as HTMLElement).dataset['row'])
  useKeys({ j: () => move(1), k: () => move(-1) })
  const said = words.value
  const resolvedNow = (alert: AlertOut, second?: Second) => {
    if (second) setSeconds((before) => [...before, second])
    else setNews(said.resolved(alert.person.name))
    onChange()
  }
  const [unattended, rest] = parted(shown, (alert) => isUnattended(alert, opened))
  const [mine, others] = parted(rest, (alert) => alert.mine)
  const sections = [
    { title: said.unattended, alerts: unattended },
    { title: said.mine, alerts: mine },
    { title: said.others, alerts: others },
  ].filter(({ alerts }) => alerts.length > 0)
  return (
    <Work>
      {person && <Only person={person} alerts={[...open, ...resolved]} />}
      <News text={news} />
      {seconds.map((one) => <WasSecond key={one.alert} second={one} onRead={() => setSeconds((before) => before.filter((other) => other !== one))} />)}
      {person && shown.length === 0 && <Empty>{said.noneOfTheirs}</Empty>}
      <div class="gap" ref={list}>
        {sections.map(({ title, alerts }) => (
          <section key={title} class="gap" aria-label={title}>
            <h2>{title}</h2>
            {alerts.map((alert) => <AlertCard key={alert.id} alert={alert} onChange={onChange} onResolved={resolvedNow} />)}
          </section>
        ))}
      </div>
      <Lately alerts={resolved.filter((alert) => !person || alert.person.id === person)} onResolved={resolvedNow} />
      <KeysLine keys={{ 'j k': 'move', Enter: 'enter', ...(wide.value ? { Esc: 'close' } : {}) }} />
    </Work>
  )
}

const parted = <One,>(all: readonly One[], is: (one: One) => boolean): [One[], One[]] => [all.filter(is), all.filter((one) => !is(one))]

/** The card that had the focus is gone: the focus comes here, and what happened is read out. */
function News({ text }: { text: string }) {
  const line = useRef<HTMLParagraphElement>(null)
  useEffect(() => void (text && line.current?.focus()), [text])
  return <p ref={line} role="status" tabIndex={-1} class="news">{text}</p>
}

function Only({ person, alerts }: { person: string; alerts: readonly AlertOut[] }) {
  const name = alerts.find((alert) => alert.person.id === person)?.person.name
  return name ? <Notice action={<ButtonLink kind="bare" href="/alerts">{words.value.all}</ButtonLink>}>{words.value.onlyOne(name)}</Notice> : null
}

function Open({ id, onReviewed }: { id: string; onReviewed: () => void }) {
  const { route } = useLocation()
  useKeys({ Escape: () => route('/alerts') })
  const { close } = common.value.answer
  return (
    <AnswerPanel
      id={id}
      onReviewed={onReviewed}
      opened
      about
      close={<p><ButtonLink kind="bare" icon={wide.value ? 'close' : 'back'} href="/alerts">{wide.value ? close : words.value.back}</ButtonLink></p>}
    />
  )
}
