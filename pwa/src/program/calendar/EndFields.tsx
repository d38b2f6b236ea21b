import { Field, TextField } from '../../ui/Field'
import type { End } from './rule'
import { MOST_TIMES } from './rule'
import { words } from './words'

interface EndProps {
  end: End
  /** From when on the sessions are counted. */
  hint: string
  lastError: string | undefined
  timesError: string | undefined
  onEnd: (end: End) => void
}

const kinds = ['never', 'day', 'count'] as const satisfies readonly End['kind'][]
const USUAL_TIMES = 12

const begun = (kind: End['kind'], end: End): End => {
  if (kind === end.kind) return end
  return kind === 'day' ? { kind, last: '' } : kind === 'count' ? { kind, times: USUAL_TIMES } : { kind }
}

const soMany = (text: string): End => ({ kind: 'count', times: Math.min(MOST_TIMES, Math.floor(Number(text))) })

/** No end, a last day, or a number of sessions. */
export function EndFields({ end, hint, lastError, timesError, onEnd }: EndProps) {
  const { form } = words.value
  return (
    <div class="times">
      <Field label={form.ends}>
        {(wiring) => (
          <select {...wiring} value={end.kind} onChange={({ currentTarget }) => onEnd(begun(currentTarget.value as End['kind'], end))}>
            {kinds.map((kind) => <option key={kind} value={kind}>{form.endings[kind]}</option>)}
          </select>
        )}
      </Field>
      {end.kind === 'day' && <TextField label={form.last} type="date" value={end.last} onValue={(last) => onEnd({ kind: 'day', last })} error={lastError} />}
      {end.kind === 'count' && <TextField label={form.times} hint={hint} type="number" inputMode="numeric" value={end.times > 0 ? String(end.times) : ''} onValue={(text) => onEnd(soMany(text))} error={timesError} />}
    </div>
  )
}
