import { PageHead } from '../ui/PageHead'
import { Empty } from '../ui/States'
import { words } from '../ui/words'

export function Skill() {
  const { title, nothing } = words.value.skills
  return (
    <>
      <PageHead title={title} back="/skills" />
      <Empty icon="wave">{nothing}</Empty>
    </>
  )
}
