import { useEffect } from 'preact/hooks'
import { hourOf } from '../shared/i18n'
import type { CaseloadOut } from '../shared/wire'
import { ButtonLink } from '../ui/Button'
import { here } from '../ui/here'
import { now } from '../ui/now'
import { PageHead } from '../ui/PageHead'
import { Empty, Notice } from '../ui/States'
import { Caseload } from './Caseload'
import { Desk, Work } from './Desk'
import { totals } from './filter'
import { Trouble } from './Loaded'
import { TodaySessions } from './session/TodaySessions'
import { useCaseload } from './useCaseload'
import { words } from './words'

/** Everybody in the viewer's care: who needs somebody, and why. */
export function People() {
  const fetched = useCaseload()
  const { body, reload } = fetched
  // Opened next, most likely; and a page that is here can say itself that there is no network.
  useEffect(() => void Promise.all([import('./Person'), import('./alerts/Alerts'), import('./queue/Queue')]).catch(() => undefined), [])
  return (
    <Desk head={<><Head caseload={body} /><Trouble fetched={fetched} />{body && <Pressing {...body.alerts} />}{body && <TodaySessions zone={body.program.zone} />}</>}>
      {body && (body.people.length > 0 ? <Caseload caseload={body} onReviewed={reload} /> : <Nobody />)}
    </Desk>
  )
}

function Head({ caseload }: { caseload: CaseloadOut | undefined }) {
  const { title, people, sum, need, toRead, calm } = words.value.caseload
  if (!caseload) return <PageHead title={title} />
  const count = totals(caseload.people)
  const rest = count.need + count.toRead === 0 ? calm : sum(need(count.need), toRead(count.toRead))
  const sub = caseload.people.length > 0 ? `${people(caseload.people.length)} ${rest}` : caseload.program.name
  return <PageHead title={greeting(caseload.viewer)} sub={sub} tab={title} />
}

/** What must not wait stands above everything. */
function Pressing({ urgent, overdue }: CaseloadOut['alerts']) {
  const said = words.value.caseload
  if (urgent + overdue === 0) return null
  return (
    <Notice kind="alert" action={<ButtonLink kind="soft" icon="warning" href="/alerts">{said.toAlerts}</ButtonLink>}>
      <strong>{[urgent > 0 && said.urgent(urgent), overdue > 0 && said.overdue(overdue)].filter(Boolean).join(' ')}</strong>
    </Notice>
  )
}

const [NOON, EVENING] = [12, 18]

function greeting(name: string): string {
  const { morning, afternoon, evening } = words.value.caseload
  const hour = hourOf(now.value, here().zone)
  return (hour < NOON ? morning : hour < EVENING ? afternoon : evening)(name)
}

const Nobody = () => (
  <Work>
    <Empty icon="people">{words.value.caseload.empty}</Empty>
    <p class="center"><ButtonLink icon="plus" href="/invite">{words.value.nav.invite}</ButtonLink></p>
  </Work>
)
