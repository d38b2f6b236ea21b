import { keep } from '../data/db'
import type { Language } from '../shared/words/language'
import { Item } from '../ui/Card'
import { Choice } from '../ui/Choice'
import { PageHead } from '../ui/PageHead'
import { language, speak, words } from '../ui/words'

const languages = [
  { value: 'en', label: 'English' },
  { value: 'es', label: 'Español' },
] as const

/** Shown at once; a phone that cannot keep it speaks its own language again next time. */
function choose(wanted: Language): void {
  void speak(wanted)
  void keep('settings', { language: wanted }).catch(() => undefined)
}

export function Me() {
  const { me, reminders, devices } = words.value
  return (
    <>
      <PageHead title={me.title} back="/" />
      <Choice question={me.language} options={languages} chosen={language.value} onChoose={choose} />
      <Item icon="bell" title={reminders.title} href="/reminders" />
      <Item icon="phone" title={devices.title} href="/devices" />
    </>
  )
}
