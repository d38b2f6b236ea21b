import type { ComponentChildren } from 'preact'

interface DeskProps {
  /** Stays while what is below it comes and goes, and with it the focus. */
  head: ComponentChildren
  /** On a phone the side takes the place of head and work while this is true; else it comes after them. */
  sideFirst?: boolean
  /** `Work` and `Side`. */
  children: ComponentChildren
}

/** A page of staff: its head, the work, and on a wide screen something beside it. */
export const Desk = ({ head, sideFirst = false, children }: DeskProps) => (
  <div class={sideFirst ? 'desk sidefirst' : 'desk'}>
    <div class="deskhead">{head}</div>
    {children}
  </div>
)

export const Work = ({ children }: { children: ComponentChildren }) => <div class="work">{children}</div>

export const Side = ({ label, children }: { label: string; children: ComponentChildren }) => (
  <section class="side" aria-label={label}>{children}</section>
)
