import { timeOf } from '../shared/i18n'
import { here } from '../ui/here'
import { Notice } from '../ui/States'
import type { Saving } from './autosave'
import { words } from './words'

/** Whether what is written is saved. Only what is in the way of it is read out. */
export function SavingLine({ saving, heldBack }: { saving: Saving | undefined; heldBack: number }) {
  if (!saving) return null
  const trouble = troubleOf(saving)
  return <div class="saving">{trouble ? <Notice>{trouble}</Notice> : <p class="quiet">{calmly(saving, heldBack)}</p>}</div>
}

function troubleOf(saving: Saving): string | undefined {
  const { offline, signedOut, failed, refused } = words.value.plan
  switch (saving.state) {
    case 'offline':
      return offline
    case 'signed-out':
      return signedOut
    case 'failed':
      return failed
    case 'refused':
      return refused(saving.sentence)
    default:
      return undefined
  }
}

function calmly(saving: Saving, heldBack: number): string {
  const said = words.value.plan
  if (saving.state !== 'saved') return saving.state === 'saving' ? said.saving : said.unsaved
  const time = timeOf(saving.at, here())
  return heldBack > 0 ? said.savedPart(time, heldBack) : said.saved(time)
}
