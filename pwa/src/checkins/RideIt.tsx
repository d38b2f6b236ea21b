import type { ExerciseOut } from '../shared/wire'
import { ButtonLink } from '../ui/Button'
import { Card } from '../ui/Card'
import { words } from './words'

/** Offered while the question is still on the screen; the check-in goes on later where it was. */
export function RideIt({ skill }: { skill: ExerciseOut | undefined }) {
  const { title, about } = words.value.ride
  return (
    <div role="status">
      {skill && (
        <Card tone="tint">
          <p><strong>{title}</strong> {about}</p>
          <SkillLink skill={skill} />
        </Card>
      )}
    </div>
  )
}

export const SkillLink = ({ skill: { key, title, minutes } }: { skill: ExerciseOut }) => (
  <ButtonLink kind="soft" icon="wave" href={`/skills/${encodeURIComponent(key)}`}>{title}, {minutes}&nbsp;min</ButtonLink>
)
