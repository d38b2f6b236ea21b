import { PageHead } from '../ui/PageHead'
import { words } from '../ui/words'

export function Join() {
  const { title, lead } = words.value.join
  return (
    <>
      <PageHead title={title} />
      <p>{lead}</p>
    </>
  )
}
