import type { ComponentChildren } from 'preact'

interface DeskProps {
  /** What lies beside the work on a wide screen. */
  side?: ComponentChildren
  sideLabel?: string
  /** On a phone the side takes the place of the work while this is true; else it comes after it. */
  sideFirst?: boolean
  children: ComponentChildren
}

export const Desk = ({ side, sideLabel, sideFirst = false, children }: DeskProps) => (
  <div class={sideFirst ? 'desk sidefirst' : 'desk'}>
    <div class="work">{children}</div>
    {side && <section class="side" aria-label={sideLabel}>{side}</section>}
  </div>
)
