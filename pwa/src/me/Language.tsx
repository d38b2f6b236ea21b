import { keep } from '../data/db'
import type { Language as Spoken } from '../shared/words/language'
import { Choice } from '../ui/Choice'
import { language, speak } from '../ui/words'
import { words } from './words'

/** Each in its own language: whoever needs one must be able to read it. */
const languages = [
  { value: 'en', label: 'English' },
  { value: 'es', label: 'Español' },
] as const

/** Spoken at once; a phone that cannot keep it speaks its own language again next time. */
export function speakFromNowOn(wanted: Spoken): void {
  void speak(wanted)
  void keep('settings', { language: wanted }).catch(() => undefined)
}

export const Language = ({ onChoose = speakFromNowOn }: { onChoose?: (wanted: Spoken) => void }) => (
  <div class="two">
    <Choice question={words.value.me.language} options={languages} chosen={language.value} onChoose={onChoose} />
  </div>
)
