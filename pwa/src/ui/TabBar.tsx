import type { IconName } from './Icon'
import { Icon } from './Icon'
import { words } from './words'

export interface Tab {
  href: string
  icon: IconName
  label: string
  /** The page shown now belongs to it. */
  here: boolean
}

/** Under the thumb on a phone, a rail at the left of a wide screen. */
export const TabBar = ({ label, tabs }: { label: string; tabs: readonly Tab[] }) => (
  <nav class="tabs" aria-label={label}>
    <span class="name" aria-hidden="true">{words.value.name}</span>
    {tabs.map(({ href, icon, label: name, here }) => (
      <a key={href} href={href} aria-current={here ? 'page' : undefined}>
        <Icon name={icon} />
        {name}
      </a>
    ))}
  </nav>
)
