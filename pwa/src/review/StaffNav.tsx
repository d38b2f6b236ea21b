import { useLocation } from 'preact-iso'
import { useEffect, useState } from 'preact/hooks'
import type { IconName } from '../ui/Icon'
import { Icon } from '../ui/Icon'
import { pressing } from '../ui/pressing'
import { Sheet } from '../ui/Sheet'
import { words as common } from '../ui/words'
import { totals } from './filter'
import { beginAnew } from './left'
import './review.css'
import { useCaseload } from './useCaseload'
import { words } from './words'

/** Beside every page of staff; a bar at the top of a phone, with the rest behind "More". */
export function StaffNav() {
  const { path } = useLocation()
  const [more, setMore] = useState(false)
  const { nav } = words.value
  useEffect(() => setMore(false), [path])
  return (
    <>
      <a class="skipnav" href="#main">{nav.skip}</a>
      <nav class="staffnav noprint" aria-label={nav.label}>
        <span class="name" aria-hidden="true">{common.value.name}</span>
        <Work path={path} />
        <span class="also"><Rest path={path} /></span>
        <button type="button" class="more" aria-haspopup="dialog" aria-current={behindMore.some((start) => isUnder(path, start)) ? 'true' : undefined} onClick={() => setMore(true)}>
          <Icon name="more" />
          <span>{nav.more}</span>
        </button>
      </nav>
      <Sheet open={more} onClose={() => setMore(false)} title={nav.more}>
        <nav class="staffmore" aria-label={nav.more}><Rest path={path} /></nav>
      </Sheet>
    </>
  )
}

const behindMore = ['/program', '/rules', '/settings', '/invite', '/reminders', '/devices', '/me', '/help']

const isUnder = (path: string, start: string): boolean => path === start || path.startsWith(`${start}/`)

/** What waits for the viewer; counted, so that it is seen from every page. */
function Work({ path }: { path: string }) {
  const { body } = useCaseload()
  const { nav, caseload } = words.value
  const { urgent, today } = body?.alerts ?? { urgent: 0, today: 0 }
  const { toRead } = totals(body?.people ?? [])
  useEffect(() => void (pressing.value = urgent), [urgent])
  useEffect(() => () => void (pressing.value = 0), [])
  return (
    <>
      <Place path={path} href="/people" icon="people" onGo={() => beginAnew(path)}>{nav.people}</Place>
      <Place path={path} href="/alerts" icon="warning" count={urgent + today} counted={nav.toAct(urgent + today)}>{nav.alerts}</Place>
      <Place path={path} href="/queue" icon="tray" count={toRead} counted={caseload.toRead(toRead)}>{nav.queue}</Place>
      <Place path={path} href="/schedule" icon="calendar">{common.value.tabs.calendar}</Place>
    </>
  )
}

function Rest({ path }: { path: string }) {
  const { nav } = words.value
  const { reminders, devices, me, go } = common.value
  return (
    <>
      <Place path={path} href="/program" icon="bars">{nav.program}</Place>
      <Place path={path} href="/rules" icon="lines">{nav.rules}</Place>
      <Place path={path} href="/settings" icon="dials">{nav.settings}</Place>
      <Place path={path} href="/invite" icon="plus">{nav.invite}</Place>
      <Place path={path} href="/reminders" icon="bell">{reminders.title}</Place>
      <Place path={path} href="/devices" icon="phone">{devices.title}</Place>
      <Place path={path} href="/me" icon="person">{me.title}</Place>
      <Place path={path} href="/help" icon="message">{go.help}</Place>
    </>
  )
}

interface PlaceProps {
  path: string
  href: string
  icon: IconName
  count?: number
  /** The count in words. */
  counted?: string
  /** Before the page is there; not where it opens in another tab. */
  onGo?: () => void
  children: string
}

const Place = ({ path, href, icon, count = 0, counted, onGo, children }: PlaceProps) => (
  <a href={href} onClick={({ ctrlKey, metaKey, shiftKey }) => void (ctrlKey || metaKey || shiftKey || onGo?.())} aria-current={isUnder(path, href) ? 'page' : undefined}>
    <Icon name={icon} />
    <span>{children}</span>
    {count > 0 && <span class="chip"><span class="hidden">{counted}</span><span aria-hidden="true">{count}</span></span>}
  </a>
)
