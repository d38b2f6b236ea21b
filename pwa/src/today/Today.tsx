import { home } from '../data/home'
import { signedOut } from '../data/post'
import { Item } from '../ui/Card'
import { PageHead } from '../ui/PageHead'
import { Empty, Notice } from '../ui/States'
import { words } from '../ui/words'

export function Today() {
  const { today, join, state, me } = words.value
  return (
    <>
      <PageHead title={today.title} />
      {signedOut.value && <Notice>{state.signedOut}</Notice>}
      {home.value ? <Empty icon="sun">{today.nothing}</Empty> : <Item icon="plus" title={join.title} about={join.lead} href="/join" />}
      <Item icon="person" title={me.title} href="/me" />
    </>
  )
}
