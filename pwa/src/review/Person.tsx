import { PageHead } from '../ui/PageHead'
import { Empty } from '../ui/States'
import { words } from '../ui/words'

export function Person() {
  const { title, nothing } = words.value.person
  return (
    <>
      <PageHead title={title} back="/people" />
      <Empty icon="person">{nothing}</Empty>
    </>
  )
}
