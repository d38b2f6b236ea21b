import { words } from './words'

interface SwitchProps {
  label: string
  on: boolean
  onTurn: (on: boolean) => void
}

/** On or off, in words too. */
export const Switch = ({ label, on, onTurn }: SwitchProps) => (
  <label class="toggle">
    <span class="grow">{label}</span>
    <span class="quiet" aria-hidden="true">{on ? words.value.on : words.value.off}</span>
    <input type="checkbox" role="switch" checked={on} onChange={() => onTurn(!on)} />
  </label>
)
