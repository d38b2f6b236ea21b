import { useState } from 'preact/hooks'
import { pending } from '../../data/pending'
import { sayReminderChoice } from '../../data/say'
import type { Choices } from '../../shared/reminders'
import { words as common } from '../../ui/words'

export interface Choosing {
  choose: <Name extends keyof Choices>(name: Name, value: Choices[Name]) => void
  /** What has become of what was chosen last, in words. */
  outcome: string
}

/** It counts on this phone at once; whether it has arrived is said as long as the page is open. */
export function useChoosing(): Choosing {
  const [end, setEnd] = useState<'saved' | 'failed'>()
  const choose: Choosing['choose'] = (name, value) =>
    void sayReminderChoice(name, value, new Date()).then(() => setEnd('saved'), () => setEnd('failed'))
  return { choose, outcome: end ? outcomeOf(end) : '' }
}

function outcomeOf(end: 'saved' | 'failed'): string {
  const { saved, sent, notSaved } = common.value.state
  if (end === 'failed') return notSaved
  return pending.value.waiting === 0 ? sent : saved
}
