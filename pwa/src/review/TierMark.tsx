import type { Tier } from '../shared/wire'
import type { IconName } from '../ui/Icon'
import { Icon } from '../ui/Icon'
import { words } from './words'

const icons: Record<Tier, IconName> = { urgent: 'warning', today: 'clock', digest: 'ring' }

/** How soon somebody has to act, by a word and a shape. */
export const TierMark = ({ tier }: { tier: Tier }) => (
  <span class={`tier ${tier}`}><Icon name={icons[tier]} />{words.value.tier[tier]}</span>
)
