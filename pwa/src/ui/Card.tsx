import type { ComponentChildren } from 'preact'
import type { IconName } from './Icon'
import { Icon } from './Icon'

interface CardProps {
  /** `dawn` for what is next and for milestones, `tint` for what helps. */
  tone?: 'plain' | 'dawn' | 'tint'
  /** The id of the heading that names it. */
  labelledBy?: string
  children: ComponentChildren
}

export const Card = ({ tone = 'plain', labelledBy, children }: CardProps) => (
  <section class={`card stack ${tone}`} aria-labelledby={labelledBy}>
    {children}
  </section>
)

interface ItemProps {
  icon?: IconName
  title: ComponentChildren
  about?: ComponentChildren
  /** A button at its end. With `href` the whole item is the link instead. */
  action?: ComponentChildren
  href?: string
}

/** One thing in a list: an icon, what it is, what to do. */
export function Item({ icon, title, about, action, href }: ItemProps) {
  const inside = (
    <>
      {icon && <span class="dot"><Icon name={icon} /></span>}
      <span class="grow">
        <strong>{title}</strong>
        {about && <><br /><small>{about}</small></>}
      </span>
      {href ? <Icon name="next" /> : action}
    </>
  )
  return href ? <a class="card item" href={href}>{inside}</a> : <div class="card item">{inside}</div>
}

/** `attend` only on staff pages. */
export const Chip = ({ tone, children }: { tone?: 'on' | 'attend'; children: ComponentChildren }) => (
  <span class={tone ? `chip ${tone}` : 'chip'}>{children}</span>
)
