import type { Home } from '../shared/wire'
import { usePart } from '../ui/later'

/** What is to be taken next, for those who take something. */
export const Doses = ({ body }: { body: Home }) => (body.medication.medications.length > 0 ? <Loaded body={body} /> : null)

function Loaded({ body }: { body: Home }) {
  const Next = usePart(() => import('../medication/Next').then((part) => part.Next))
  return Next ? <Next body={body} /> : null
}
