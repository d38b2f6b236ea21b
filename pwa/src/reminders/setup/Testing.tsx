import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import { place } from '../../me/place'
import { timeOf } from '../../shared/i18n'
import { Button } from '../../ui/Button'
import type { Facts } from '../state'
import { forPlatform } from './SetUp'
import type { Test } from './testReminder'
import { useTest } from './testReminder'
import { words } from './words'

interface TestingProps {
  facts: Facts
  /** When the last reminder was shown on this phone. */
  last: string | undefined
  justOn: boolean
  /** Beside the button. */
  children: ComponentChildren
}

/** Sends a reminder on its whole way, and says what has become of it. */
export function Testing({ facts, last, justOn, children }: TestingProps) {
  const [test, send] = useTest(last)
  useEffect(() => {
    if (justOn) send()
  }, [justOn])
  return (
    <>
      <div role="status">{test && <Says test={test} facts={facts} />}</div>
      <div class="row">
        <Button kind="soft" disabled={test?.at === 'sending' || test?.at === 'coming'} onTap={send}>{words.value.test.send}</Button>
        {children}
      </div>
    </>
  )
}

function Says({ test, facts }: { test: Test; facts: Facts }) {
  const { test: says } = words.value
  if (test.at === 'refused') return <p>{test.sentence}</p>
  if (test.at === 'arrived') return <p><strong>{says.arrived(timeOf(test.shown_at, place()))}</strong></p>
  if (test.at !== 'nothing') return <p>{says[test.at]}</p>
  return (
    <div class="stack">
      <p>{says.nothing}</p>
      <ul class="howto">{forPlatform(says.look, facts).map((line) => <li key={line}>{line}</li>)}</ul>
      <p class="quiet">{says.late}</p>
    </div>
  )
}
