import { PageHead } from '../ui/PageHead'
import { Empty } from '../ui/States'
import { words } from '../ui/words'

export function Skills() {
  const { title, nothing } = words.value.skills
  return (
    <>
      <PageHead title={title} />
      <Empty icon="wave">{nothing}</Empty>
    </>
  )
}
