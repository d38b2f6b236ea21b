import { useLocation } from 'preact-iso'
import { device } from '../data/home'
import { giveUp } from '../data/joining'
import { Button } from '../ui/Button'
import { Sheet } from '../ui/Sheet'
import { words as common } from '../ui/words'
import type { Draft } from './draft'
import { useJoin } from './joined'
import { Refused } from './Refused'
import { words } from './words'

interface JoinNowProps {
  draft: Draft
  label: string
  onChange: (change: Partial<Draft>) => void
}

export function JoinNow({ draft, label, onChange }: JoinNowProps) {
  const joining = useJoin(draft, onChange)
  const { code, unsent } = words.value
  const { go, state } = common.value
  const { trouble, left } = joining
  const over = trouble && trouble !== 'offline'
  return (
    <>
      {trouble && <Refused trouble={trouble} />}
      <Button wide disabled={joining.busy} onTap={joining.tap}>{joining.busy ? state.loading : trouble ? go.retry : label}</Button>
      {over && <Button kind="soft" wide onTap={() => onChange({ invite: undefined })}>{code.other}</Button>}
      {trouble === 'offline' && device.value && <GiveUp onTheirs={joining.keep} />}
      <Sheet open={left !== undefined} onClose={joining.later} title={unsent.title}>
        {left && <Whose left={left} joining={joining} />}
      </Sheet>
    </>
  )
}

/** Nothing that was saved goes without being asked about. */
function Whose({ left, joining }: { left: { count: number; of: 'before' | 'other' }; joining: ReturnType<typeof useJoin> }) {
  const { unsent } = words.value
  const own = left.of === 'before'
  return (
    <>
      <p>{unsent.left(left.count)}</p>
      <p>{own ? unsent.whose : unsent.others}</p>
      {own && <Button wide onTap={joining.keep}>{unsent.mine}</Button>}
      <Button kind="soft" wide onTap={joining.drop}>{own ? unsent.notMine : unsent.remove}</Button>
      <Button kind="bare" wide onTap={joining.later}>{unsent.later}</Button>
    </>
  )
}

/** Whoever is still signed in here gets their phone back. */
function GiveUp({ onTheirs }: { onTheirs: () => void }) {
  const { route } = useLocation()
  const tap = () =>
    void giveUp().then((end) => (end === 'theirs' ? onTheirs() : route('/', true)), () => undefined)
  return <Button kind="bare" wide onTap={tap}>{words.value.giveUp}</Button>
}
