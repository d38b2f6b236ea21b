import type { AlertOut } from '../../shared/wire'
import { ButtonLink } from '../../ui/Button'
import { Card } from '../../ui/Card'
import { here } from '../../ui/here'
import { now } from '../../ui/now'
import { TierMark } from '../TierMark'
import { told } from '../told'
import { whenOf } from '../when'
import { offSheet, onSheet } from './sheet'
import { words } from './words'

/** What waits for somebody to act: read before everything else. */
export function Alerts({ alerts }: { alerts: readonly AlertOut[] }) {
  const { title, all, offSheet: more } = words.value.alerts
  if (alerts.length === 0) return null
  const room = onSheet(alerts.length)
  return (
    <Card tone="dawn" labelledBy="alerts">
      <div class="row between">
        <h2 id="alerts">{title}</h2>
        <span class="noprint"><ButtonLink kind="soft" href="/alerts">{all}</ButtonLink></span>
      </div>
      <ul class={`plain stack ${room.isDense ? 'dense' : ''}`}>{alerts.map((alert, i) => <li key={alert.id} class={offSheet(i >= room.alerts)}><One alert={alert} /></li>)}</ul>
      {alerts.length > room.alerts && <p class="onpaper">{more(alerts.length - room.alerts)}</p>}
    </Card>
  )
}

function One({ alert: { tier, text, due_by, overdue, owner, acknowledged_by } }: { alert: AlertOut }) {
  const said = words.value.alerts
  const due = (overdue ? said.overdue : said.due)(whenOf(due_by, now.value, here()))
  const who = acknowledged_by ? said.acknowledged(acknowledged_by) : owner ? said.owner(owner.name) : said.noOwner
  return (
    <>
      <TierMark tier={tier} /> <strong>{told(text)}</strong>
      <br />
      <small>{overdue ? <b class="attend">{due}</b> : due} · {who}</small>
    </>
  )
}
