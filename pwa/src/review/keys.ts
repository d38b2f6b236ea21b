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

/** A letter does nothing in these: whoever has just ticked something with the mouse goes on with the keys. */
const UNTYPED = /^(checkbox|radio|range|color|file|button|image|reset|submit)$/

/** Fields that a letter means something to; a list that is chosen from jumps to it. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement ? !UNTYPED.test(target.type) : target instanceof HTMLElement && (target.isContentEditable || /^(textarea|select)$/i.test(target.tagName))
