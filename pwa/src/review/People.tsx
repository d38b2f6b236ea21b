import { PageHead } from '../ui/PageHead'
import { Empty } from '../ui/States'
import { words } from '../ui/words'

export function People() {
  const { title, nothing } = words.value.people
  return (
    <>
      <PageHead title={title} />
      <Empty icon="people">{nothing}</Empty>
    </>
  )
}
