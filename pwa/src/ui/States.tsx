import type { ComponentChildren } from 'preact'
import { Button } from './Button'
import type { IconName } from './Icon'
import { Icon } from './Icon'
import { useLasting } from './later'
import { words } from './words'

/** `label` says it in words: "Question 2 of 6". */
export const Progress = ({ value, max, label }: { value: number; max: number; label: string }) => (
  <progress value={value} max={max} aria-label={label} />
)

interface NoticeProps {
  /** `alert` is read out at once and only for what the person has to know now. */
  kind?: 'status' | 'alert'
  action?: ComponentChildren
  children: ComponentChildren
}

export const Notice = ({ kind = 'status', action, children }: NoticeProps) => (
  <div class={`notice ${kind}`} role={kind}>
    <span class="grow">{children}</span>
    {action}
  </div>
)

/** Nothing is here, and that is fine. */
export const Empty = ({ icon = 'leaf', children }: { icon?: IconName; children: ComponentChildren }) => (
  <div class="state">
    <span class="dot"><Icon name={icon} /></span>
    <p>{children}</p>
  </div>
)

const MOMENT = 300

/** Only once it takes longer than a moment: a flash of words is worse than none. */
export const Loading = () => (useLasting(true, MOMENT) ? <div class="state" role="status">{words.value.state.loading}</div> : null)

/** It did not work; what was saved is safe. */
export const Problem = ({ children, onRetry }: { children?: ComponentChildren; onRetry?: () => void }) => (
  <div class="state" role="alert">
    <p>{children ?? words.value.state.problem}</p>
    {onRetry && <Button kind="soft" onTap={onRetry}>{words.value.go.retry}</Button>}
  </div>
)
