import { told } from '../data/home'
import { momentInText } from '../shared/i18n'
import { now } from '../ui/now'
import { online } from '../ui/online'
import { Notice } from '../ui/States'
import { language, words } from '../ui/words'

const HOUR = 3_600_000

/** Offline, an old day should not look like this one. */
export function AsOf({ zone }: { zone: string }) {
  const readAt = told.value?.read_at
  if (online.value || !readAt || now.value.getTime() - Date.parse(readAt) < HOUR) return null
  return <Notice>{words.value.state.asOf(momentInText(readAt, now.value, { zone, language: language.value }))}</Notice>
}
