/** Single keys for those who work through a list. They can be turned off: a voice or a resting hand presses them too. */
import { useEffect, useRef } from 'preact/hooks'
import { remembered } from '../ui/remember'

export const keys = remembered('keys', 'on', ['on', 'off'])

/** What each key does while the page is open, by `KeyboardEvent.key`. Escape works always. */
export function useKeys(does: Record<string, (() => void) | undefined>): void {
  const latest = useRef(does)
  latest.current = does
  useEffect(() => {
    const heard = (event: KeyboardEvent) => {
      const act = isForUs(event) ? latest.current[event.key] : undefined
      if (!act) return
      event.preventDefault()
      act()
    }
    addEventListener('keydown', heard)
    return () => removeEventListener('keydown', heard)
  }, [])
}

const isForUs = (event: KeyboardEvent): boolean =>
  !event.defaultPrevented &&
  !(event.ctrlKey || event.metaKey || event.altKey) &&
  (keys.value === 'on' || event.key === 'Escape') &&
  !isTyping(event.target) &&
  document.querySelector('dialog[open]') === null

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName))
