import type { ExerciseOut, Home } from '../shared/wire'
import { ButtonLink } from '../ui/Button'
import { Card } from '../ui/Card'
import { skillFor } from './offer'
import type { Question, Value } from './questions'
import { words } from './words'

/** Offered while the question is still on the screen; the check-in goes on later where it was. */
export function RideIt({ question, value, body }: { question: Question; value: Value | undefined; body: Home }) {
  const skill = skillFor(question.id, value, body)
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
