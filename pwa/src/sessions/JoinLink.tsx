import type { OccurrenceOut } from '../shared/wire'
import { ButtonLink } from '../ui/Button'
import { now } from '../ui/now'
import { words } from './names'
import { joinLink } from './next'

const HALF_AN_HOUR = 30 * 60_000

const isNear = ({ starts_at }: OccurrenceOut): boolean => Date.parse(starts_at) - now.value.getTime() <= HALF_AN_HOUR

/** The way into a video session; louder when it is time. */
export function JoinLink({ one }: { one: OccurrenceOut }) {
  const link = joinLink(one)
  return link ? (
    <ButtonLink kind={isNear(one) ? 'main' : 'soft'} href={link} target="_blank">
      {words.value.join}
      <span class="hidden">, {words.value.newTab}</span>
    </ButtonLink>
  ) : null
}
