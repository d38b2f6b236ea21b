import type { ComponentChildren, JSX } from 'preact'
import { useId } from 'preact/hooks'

/** What the control inside a field has to carry, so that its label, hint and error are read with it. */
export interface Wiring {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': 'true' | undefined
}

interface FieldProps {
  label: string
  hint?: ComponentChildren
  error?: string | undefined
}

export function Field({ label, hint, error, children }: FieldProps & { children: (wiring: Wiring) => JSX.Element }) {
  const id = useId()
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint && <small id={`${id}-hint`}>{hint}</small>}
      {children({ id, 'aria-describedby': described || undefined, 'aria-invalid': error ? 'true' : undefined })}
      <span class="problem" id={`${id}-error`} role="alert">{error}</span>
    </div>
  )
}

interface TextFieldProps extends FieldProps {
  value: string
  onValue: (value: string) => void
  /** Several lines, growing with the text. */
  long?: boolean
  type?: 'text' | 'tel' | 'email' | 'password' | 'date' | 'time' | 'number' | 'search'
  name?: string
  autocomplete?: 'off' | 'name' | 'tel' | 'email' | 'username' | 'one-time-code' | 'current-password' | 'new-password'
  inputMode?: 'text' | 'numeric' | 'decimal'
  maxLength?: number
  required?: boolean
  /** To be read, selected and copied, not written. */
  readOnly?: boolean
}

export function TextField({ label, hint, error, value, onValue, long, type = 'text', autocomplete, inputMode, ...rest }: TextFieldProps) {
  const typed = { ...rest, value, onInput: (event: { currentTarget: { value: string } }) => onValue(event.currentTarget.value) }
  return (
    <Field label={label} hint={hint} error={error}>
      {(wiring) =>
        long ? (
          <textarea {...wiring} {...typed} />
        ) : (
          // Preact's types want each kind of input spelled out; these all take the same attributes.
          <input {...wiring} {...typed} type={type as 'text'} autocomplete={autocomplete} inputMode={inputMode} />
        )
      }
    </Field>
  )
}
