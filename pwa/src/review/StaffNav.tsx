import { signal } from '@preact/signals'
import { useLocation } from 'preact-iso'
import { useEffect, useRef } from 'preact/hooks'
import type { IconName } from '../ui/Icon'
import { Icon } from '../ui/Icon'
import { words as common } from '../ui/words'
import './review.css'
import { words } from './words'

/** How many need somebody today, once the caseload has been read. */
export const needing = signal(0)

/** Beside every page of staff; a bar at the top of a phone. */
export function StaffNav() {
  const { path } = useLocation()
  const { nav } = words.value
  const names = common.value
  const bar = useRef<HTMLElement>(null)
  // On a phone the bar may be wider than the screen.
  useEffect(() => bar.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' }), [path])
  const under = (start: string) => path === start || path.startsWith(`${start}/`)
  return (
    <>
      <a class="skipnav" href="#main">{nav.skip}</a>
      <nav ref={bar} class="staffnav noprint" aria-label={nav.label}>
        <span class="name" aria-hidden="true">{names.name}</span>
        <Place href="/people" icon="people" here={under('/people')} count={needing.value}>{nav.caseload}</Place>
        <Place href="/invite" icon="plus" here={under('/invite')}>{nav.invite}</Place>
        <Place href="/reminders" icon="bell" also here={under('/reminders')}>{names.reminders.title}</Place>
        <Place href="/devices" icon="phone" also here={under('/devices')}>{names.devices.title}</Place>
        <Place href="/me" icon="person" here={under('/me')}>{names.me.title}</Place>
        <Place href="/help" icon="message" here={under('/help')}>{names.go.help}</Place>
      </nav>
    </>
  )
}

interface PlaceProps {
  href: string
  icon: IconName
  here: boolean
  count?: number
  /** Left out where it is narrow: Me leads there too. */
  also?: boolean
  children: string
}

const Place = ({ href, icon, here, count = 0, also, children }: PlaceProps) => (
  <a href={href} class={also ? 'also' : undefined} aria-current={here ? 'page' : undefined}>
    <Icon name={icon} />
    <span>{children}</span>
    {count > 0 && <span class="chip"><span class="hidden">{words.value.caseload.need(count)}</span><span aria-hidden="true">{count}</span></span>}
  </a>
)
