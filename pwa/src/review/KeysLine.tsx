import { keys } from './keys'
import { words } from './words'

type Named = 'search' | 'move' | 'enter' | 'read' | 'close'

/** Which keys work here, and how to turn them off. Only shown where there is a mouse, and so likely a keyboard. */
export function KeysLine({ keys: known }: { keys: Record<string, Named> }) {
  const { on, off, turnOn, turnOff, ...does } = words.value.keys
  const works = keys.value === 'on'
  return (
    <p class="keys quiet noprint">
      {works ? <>{on} {Object.entries(known).map(([key, named]) => <span key={key}><kbd>{key}</kbd> {does[named]}</span>)}</> : off}
      <button type="button" class="button bare" onClick={() => (keys.value = works ? 'off' : 'on')}>{works ? turnOff : turnOn}</button>
    </p>
  )
}
