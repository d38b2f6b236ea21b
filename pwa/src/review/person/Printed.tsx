import { ended, localDate, timeOf } from '../../shared/i18n'
import { here } from '../../ui/here'
import { now } from '../../ui/now'
import { words } from './words'

/** For the sheet alone: "today" on it is the day it was printed, and the notice goes wherever it goes. */
export function Printed() {
  const { printed, exports } = words.value
  const { zone } = here()
  return <p class="onpaper">{ended(printed(`${localDate(now.value, zone)}, ${timeOf(now.value, here())}`))} {exports.part2}</p>
}
