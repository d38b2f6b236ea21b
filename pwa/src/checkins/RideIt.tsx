import { useLocation } from 'preact-iso'
import { useEffect, useRef } from 'preact/hooks'
import { offeredIn } from '../shared/wayBack'
import type { ExerciseOut } from '../shared/wire'
import { ButtonLink } from '../ui/Button'
import { Card } from '../ui/Card'
import { words } from './words'

/** Offered while the question is still on the screen; the exercise leads back into the check-in, which goes on where it was. */
export function RideIt({ skill }: { skill: ExerciseOut | undefined }) {
  const { title, about } = words.value.ride
  const { path } = useLocation()
  const offer = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // A small phone has it below its edge.
    if (skill) offer.current?.scrollIntoView({ block: 'nearest' })
  }, [skill?.key])
  return (
    <div role="status" ref={offer}>
      {skill && (
        <Card tone="tint">
          <p><strong>{title}</strong> {about}</p>
          <SkillLink skill={skill} from={path} />
        </Card>
      )}
    </div>
  )
}

/** `from`: the path of the check-in that it leads back to. */
export const SkillLink = ({ skill: { key, title, minutes }, from }: { skill: ExerciseOut; from?: string }) => (
  <ButtonLink kind="soft" icon="wave" href={offeredIn(`/skills/${encodeURIComponent(key)}`, from)}>{title}, {minutes}&nbsp;min</ButtonLink>
)
