import type { ComponentChildren } from 'preact'
import type { IconName } from './Icon'
import { Icon } from './Icon'

interface Look {
  kind?: 'main' | 'soft' | 'bare'
  icon?: IconName
  /** As wide as its column. */
  wide?: boolean
  /** For a button that shows only its icon. */
  label?: string
  children?: ComponentChildren
}

const inside = ({ icon, children }: Look) => (
  <>
    {icon && <Icon name={icon} />}
    {children}
  </>
)

const classes = ({ kind = 'main', wide }: Look) => ['button', kind, wide && 'wide'].filter(Boolean).join(' ')

/** Does something here. A button in a form that sends it is `type="submit"`. */
export const Button = (props: Look & { onTap?: () => void; type?: 'button' | 'submit'; disabled?: boolean }) => (
  <button class={classes(props)} type={props.type ?? 'button'} disabled={props.disabled ?? false} aria-label={props.label} onClick={props.onTap}>
    {inside(props)}
  </button>
)

/** Leads somewhere: a page, a call, a message. */
export const ButtonLink = (props: Look & { href: string; target?: '_blank' }) => (
  <a class={classes(props)} href={props.href} target={props.target} rel={props.target && 'noreferrer'} aria-label={props.label}>
    {inside(props)}
  </a>
)
