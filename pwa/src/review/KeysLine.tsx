import { useState } from 'preact/hooks'
import { Sheet } from '../ui/Sheet'
import { keys, useKeys } from './keys'
import { words } from './words'

type Named = 'search' | 'move' | 'enter' | 'read' | 'close' | 'note' | 'tick'

/** Which keys work here, and how to turn them off. Only shown where there is a mouse, and so likely a keyboard. */
export function KeysLine({ keys: known }: { keys: Record<string, Named> }) {
  const [asked, setAsked] = useState(false)
  const { on, off, turnOn, turnOff, title, about, ...does } = words.value.keys
  const works = keys.value === 'on'
  useKeys({ '?': () => setAsked(true) })
  return (
    <>
      <p class="keys quiet noprint">
        {works ? <>{on} {Object.entries({ ...known, '?': 'help' as const }).map(([key, named]) => <span key={key}><kbd>{key}</kbd> {does[named]}</span>)}</> : off}
        <button type="button" class="button bare" onClick={() => (keys.value = works ? 'off' : 'on')}>{works ? turnOff : turnOn}</button>
      </p>
      <Sheet open={asked} onClose={() => setAsked(false)} title={title}>
        <dl class="said keylist">
          {Object.entries(known).map(([key, named]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{does[named]}</dd></div>)}
        </dl>
        <p class="quiet">{about}</p>
      </Sheet>
    </>
  )
}
